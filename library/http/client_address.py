"""Where requests came from, and how many there were."""

from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.monitoring.metrics import ANSWERS, SECONDS

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from: past as many proxies as `PROXIES` says, no more.

    Whatever a reader wrote into X-Forwarded-For stands to the left of that and is not believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    return past_proxies(direct, request.headers.get("X-Forwarded-For", ""))


def past_proxies(direct: str, forwarded_for: str) -> str:
    """Return the same of a connection's address and what came as X-Forwarded-For."""
    named = [part.strip() for part in forwarded_for.split(",")]
    if settings.PROXIES < 1 or not named[-1]:
        return direct
    trusted: int = min(settings.PROXIES, len(named))
    return named[-trusted]


class CountMiddleware:
    """Counts and times answers by view, method and status; what no view has is `none`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = perf_counter()
        response = self.get_response(request)
        match = request.resolver_match
        view = (match.view_name or "unnamed") if match else "none"
        method = request.method if request.method in METHODS else "other"
        ANSWERS.labels(view, method, response.status_code).inc()
        SECONDS.labels(view).observe(perf_counter() - begun)
        return response
