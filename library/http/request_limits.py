"""What every request passes through: a limit, its id, and headers that Django does not set."""

import re
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.http.problem_details import problem

MEGABYTE = 1024 * 1024
MOST_DIGITS = 18
"""Of a length: more are refused unread, for numbers of many digits are slow to read."""


class GuardMiddleware:
    """Refuses bodies that are too large, and adds the headers that Django has no setting for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shared = re.compile(settings.SHARED_ADDRESSES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._too_large(request) or self.get_response(request)
        shared = self.shared.match(request.path)
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        # A refusal of ours has not passed Django's own middleware.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponse | None:
        # What does not say how long it is has, for WSGI, no body.
        said = request.META.get("CONTENT_LENGTH") or "0"
        most = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if said.isdecimal() and len(said) <= MOST_DIGITS and int(said) <= most:
            return None
        text = f"At most {most // MEGABYTE} MB can be sent at once."
        if request.path.startswith("/api/"):
            return problem(413, text)
        return HttpResponse(f"{text}\n", status=413, content_type="text/plain; charset=utf-8")
