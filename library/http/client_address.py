"""Client addresses behind proxies, and request metrics."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.monitoring.metrics import REQUEST_SECONDS, REQUESTS

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def address_of(request: HttpRequest) -> str:
    """Return the client's IP address, trusting `PROXIES` entries of X-Forwarded-For.

    Clients can forge the entries to the left of those.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    return past_proxies(direct, request.headers.get("X-Forwarded-For", ""))


def past_proxies(direct: str, forwarded_for: str) -> str:
    """Return the client's IP address from the connection's address and X-Forwarded-For."""
    addresses = [part.strip() for part in forwarded_for.split(",")]
    if settings.PROXIES < 1 or not addresses[-1]:
        return direct
    trusted: int = min(settings.PROXIES, len(addresses))
    return addresses[-trusted]


class RequestMetricsMiddleware:
    """Counts and times responses by view, method and status; the view of a 404 URL is `none`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or "unnamed") if match else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(view, method, response.status_code).inc()
        REQUEST_SECONDS.labels(view).observe(perf_counter() - started)
        return response
