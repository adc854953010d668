"""Every error of the API as a problem document (RFC 9457), whatever raised it."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.signals import got_request_exception
from django.http import Http404, HttpResponseBase
from rest_framework import exceptions
from rest_framework.views import set_rollback

from library.api.service_errors import as_api_error
from library.captions.excerpts import REASON
from library.http.database_errors import AWAY, RETRY_AFTER
from library.http.problem_details import WITHHELD, problem

logger = logging.getLogger("django.request")


class TextWithheld(exceptions.APIException):
    """The words asked for are not ours to give on."""

    status_code = WITHHELD
    default_detail = REASON


def handle_error(error: Exception, context: dict[str, Any]) -> HttpResponseBase:
    """Turn what a view raised into a problem document; a fault of ours is logged with its trace."""
    set_rollback()
    error = as_api_error(error)
    if isinstance(error, Http404):
        path = context["request"].path
        error = exceptions.NotFound(f"There is nothing at {path}, or it is not public.")
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied(str(error) or None)
    if isinstance(error, AWAY):
        logger.error("The database could not be reached: %s", error)
        detail = f"The database cannot be reached; try again in {RETRY_AFTER} seconds."
        return problem(503, detail, headers={"Retry-After": RETRY_AFTER})
    if not isinstance(error, exceptions.APIException):
        request = context["request"]._request
        logger.error("Internal Server Error: %s", request.path, exc_info=error)
        got_request_exception.send(sender=handle_error, request=request)
        return problem(500, "Something failed on our side; it has been logged.")
    errors = list(_each(error.detail))
    return problem(
        error.status_code,
        " ".join(found["detail"] for found in errors) or str(error.detail),
        errors=errors if isinstance(error, exceptions.ValidationError) else None,
        headers=_headers(error),
    )


def _headers(error: exceptions.APIException) -> dict[str, str]:
    headers: dict[str, str] = {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait) + 1)
    return headers


def _each(detail: Any, name: str = "") -> Iterator[dict[str, str]]:
    """Yield each message with the parameter or field that it is about, '' for none."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from _each(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _each(inner, name)
    else:
        yield {"name": name, "detail": str(detail)}
