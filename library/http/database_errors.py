"""A database that is away is answered with a clear 503, not with an error page."""

import logging
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

AWAY = (OperationalError, InterfaceError)
RETRY_AFTER = "10"
"""Seconds."""


class DatabaseAwayMiddleware:
    """Answers 503 with Retry-After where a view could not reach the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, AWAY):
            return None
        logger.error("The database could not be reached: %s", error)
        headers = {"Retry-After": RETRY_AFTER, "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
