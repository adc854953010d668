"""What every request passes through: its id, limits, headers, and the address it came from."""

import re
from collections.abc import Callable
from time import perf_counter

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.metrics import ANSWERS, SECONDS

MEGABYTE = 1024 * 1024
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")


def address_of(request: HttpRequest) -> str:
    """Return the address a request came from: past as many proxies as `PROXIES` says, no more.

    Whatever a reader wrote into X-Forwarded-For stands to the left of that and is not believed.
    """
    direct = str(request.META.get("REMOTE_ADDR", ""))
    named = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    if settings.PROXIES < 1 or not named[-1]:
        return direct
    trusted: int = min(settings.PROXIES, len(named))
    return named[-trusted]


class GuardMiddleware:
    """Refuses bodies that are too large, and adds the headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shared = re.compile(settings.SHARED_ADDRESSES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._too_large(request) or self.get_response(request)
        shared = self.shared.match(request.path)
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponse | None:
        # What does not say how long it is has, for WSGI, no body.
        said = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if said.isdecimal() and int(said) <= most:
            return None
        text = f"At most {most // MEGABYTE} MB can be sent at once.\n"
        return HttpResponse(text, status=413, content_type="text/plain; charset=utf-8")


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
