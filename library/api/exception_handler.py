"""DRF exception handler that turns every API error into a problem document (RFC 9457)."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponseBase
from rest_framework import exceptions
from rest_framework.views import set_rollback

from library.api.authentication import challenge_of
from library.api.service_errors import as_api_error
from library.captions.excerpts import REASON
from library.http.database_errors import DATABASE_ERRORS, RETRY_AFTER
from library.http.problem_details import WITHHELD, problem

logger = logging.getLogger("django.request")
REQUIRED = "This field is required."


class TextWithheld(exceptions.APIException):
    """The publisher does not allow us to republish the transcript."""

    status_code = WITHHELD
    default_detail = REASON


def handle_error(error: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """Return the problem document for `error`; unexpected errors are logged with a traceback."""
    set_rollback()
    error = as_api_error(error)
    if isinstance(error, Http404):
        path = context["request"].path
        error = exceptions.NotFound(f"{path} does not exist or is not public.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, DATABASE_ERRORS):
        logger.error("The database is not available: %s", error)
        detail = f"The database is not available; try again in {RETRY_AFTER} seconds."
        return problem(503, detail, headers={"Retry-After": RETRY_AFTER})
    if not isinstance(error, exceptions.APIException):
        request = context["request"]._request
        logger.error("Internal Server Error: %s", request.path, exc_info=error)
        got_request_exception.send(sender=handle_error, request=request)
        return problem(500, "Internal server error. It has been logged.")
    errors = list(_flatten(error.detail))
    return problem(
        error.status_code,
        _accepted(error, context["view"]) or _summary(errors) or str(error.detail),
        errors=errors if isinstance(error, exceptions.ValidationError) else None,
        headers=_headers(error, context["view"]),
    )


def _accepted(error: exceptions.APIException, view: Any) -> str:
    """Return a message with the supported values for a 405 or 415 error; '' for other errors."""
    request = view.request
    if isinstance(error, exceptions.MethodNotAllowed):
        methods = ", ".join(view.allowed_methods) or "none"
        return f"{request.method} is not allowed. Allowed methods: {methods}."
    if isinstance(error, exceptions.UnsupportedMediaType):
        sent = f"Unsupported media type “{request.content_type}”"
        return f"{sent}. Supported media types: {_media_types(view)}."
    return ""


def _media_types(view: Any) -> str:
    return ", ".join(dict.fromkeys(parser.media_type for parser in view.get_parsers()))


def _headers(error: exceptions.APIException, view: Any) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := challenge_of(error):
        headers["WWW-Authenticate"] = challenge
    if isinstance(error, exceptions.UnsupportedMediaType):
        headers["Accept"] = _media_types(view)
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _summary(errors: list[dict[str, str]]) -> str:
    """Return all messages as one string, each with the name of its parameter or field.

    One sentence lists all missing fields.
    """
    missing = [error["name"] for error in errors if error["detail"] == REQUIRED and error["name"]]
    rest = [_named(error) for error in errors if error["detail"] != REQUIRED or not error["name"]]
    if not missing:
        return " ".join(rest)
    *others, last = missing
    names = f"{', '.join(others)} and {last} are" if others else f"{last} is"
    return " ".join([f"{names} required.", *rest])


def _named(error: dict[str, str]) -> str:
    name, detail = error["name"], error["detail"]
    is_named = not name or f"“{name}”" in detail or detail.startswith(name)
    return detail if is_named else f"{name}: {detail}"


def _flatten(detail: Any, name: str = "") -> Iterator[dict[str, str]]:
    """Yield each message with the name of its parameter or field, or '' if it has none."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _flatten(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flatten(inner, name)
    else:
        yield {"name": name, "detail": str(detail)}
