"""Conditional requests to the API, with problem documents for failed preconditions."""

import hashlib

from django.http import HttpResponseBase
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from library.http.conditional import with_validators
from library.http.content_version import Version, variant


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "The resource no longer matches If-Match or If-Unmodified-Since."


def cache_key(request: Request, version: Version) -> str:
    """Return a hash of the library version, release, PUBLIC_SETTINGS, URL and response format."""
    response_format = request.accepted_renderer.format
    parts = (version.value, variant(), request.build_absolute_uri(), response_format)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def conditional(
    request: Request, response: HttpResponseBase, version: Version | None
) -> HttpResponseBase:
    """Return `response`, or a 304 if the client already has it. Raises PreconditionFailed."""
    answer = with_validators(request._request, response, version)
    if answer.status_code == PreconditionFailed.status_code:
        raise PreconditionFailed
    return answer
