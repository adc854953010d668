"""Middleware: request size limit, request ID and extra security headers."""

import re
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from library.http.problem_details import problem

MEGABYTE = 1024 * 1024
MAX_DIGITS = 18
"""Maximum number of digits in Content-Length, because int() is slow for huge numbers."""


class RequestLimitMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.shared = re.compile(settings.SHARED_ADDRESSES)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._too_large(request) or self.get_response(request)
        shared = self.shared.match(request.path)
        response["Cross-Origin-Resource-Policy"] = "cross-origin" if shared else "same-origin"
        if response.status_code in (204, 304):
            # A 204 must not have a Content-Length, and that of a 304 would describe the full body.
            response.headers.pop("Content-Length", None)
        # Our 413 bypasses Django's SecurityMiddleware.
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response["Permissions-Policy"] = settings.PERMISSIONS_POLICY
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        return response

    def _too_large(self, request: HttpRequest) -> HttpResponse | None:
        # Without a Content-Length, WSGI passes no body.
        length = request.META.get("CONTENT_LENGTH") or "0"
        max_bytes = settings.FILE_UPLOAD_MAX_MEMORY_SIZE
        if length.isdecimal() and len(length) <= MAX_DIGITS and int(length) <= max_bytes:
            return None
        detail = f"The request body must not be larger than {max_bytes // MEGABYTE} MB."
        if request.path.startswith("/api/"):
            return problem(413, detail)
        return HttpResponse(f"{detail}\n", status=413, content_type="text/plain; charset=utf-8")
