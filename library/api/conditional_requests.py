"""Conditional requests: ETag, Last-Modified and 304."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from library.http.content_version import library_version, variant

MIN_AGE = timedelta(seconds=2)
"""HTTP dates have whole seconds, so Last-Modified is unreliable for more recent changes."""


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "The resource no longer matches If-Match or If-Unmodified-Since."


@dataclass(frozen=True, slots=True)
class Validators:
    """ETag and modification time of a response, computed before the response is built."""

    key: str
    """Hash of the request and the library version."""
    changed: int | None
    """Unix time in seconds; None if the change is younger than MIN_AGE."""

    @classmethod
    def of(cls, request: Request) -> "Validators":
        """Return the validators of `request` for the current library version. One query."""
        version = library_version()
        response_format = request.accepted_renderer.format
        parts = (version.value, variant(), request.build_absolute_uri(), response_format)
        key = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
        is_old = datetime.now(UTC) - version.changed_at > MIN_AGE
        return cls(key, int(version.changed_at.timestamp()) if is_old else None)

    @property
    def etag(self) -> str:
        return f'W/"{self.key}"'

    def not_modified(self, request: Request) -> HttpResponseBase | None:
        """Return a 304 if the client's copy is current, else None. Raises PreconditionFailed."""
        response = get_conditional_response(
            request._request, etag=self.etag, last_modified=self.changed
        )
        if response is not None and response.status_code == PreconditionFailed.status_code:
            raise PreconditionFailed
        return response

    def add_headers(self, response: HttpResponseBase) -> None:
        response["ETag"] = self.etag
        response["Cache-Control"] = "public, no-cache"
        if self.changed is not None:
            response["Last-Modified"] = http_date(self.changed)
