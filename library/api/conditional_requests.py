"""Answers that have not changed are not sent again: ETag, Last-Modified and 304."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from rest_framework.exceptions import APIException
from rest_framework.request import Request

from library.http.content_version import library_version, variant

SETTLED = timedelta(seconds=2)
"""A date counts whole seconds, so it says nothing of a change that is younger than this."""


class PreconditionFailed(APIException):
    status_code = 412
    default_detail = "The answer is no longer the one that If-Match or If-Unmodified-Since names."


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells an answer from a later one to the same request; read before it is made."""

    name: str
    """Of the answer: no other request, and no other version of the library, has it."""
    changed: int | None
    """Seconds since 1970; None: too young to be told by a date."""

    @classmethod
    def of(cls, request: Request) -> "Validators":
        """Return those of the answer that this library version gives to `request`; one query."""
        version = library_version()
        form = request.accepted_renderer.format
        parts = (version.value, variant(), request.build_absolute_uri(), form)
        name = hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
        settled = datetime.now(UTC) - version.changed_at > SETTLED
        return cls(name, int(version.changed_at.timestamp()) if settled else None)

    @property
    def etag(self) -> str:
        return f'W/"{self.name}"'

    def unchanged(self, request: Request) -> HttpResponseBase | None:
        """Return the 304 when the client has this answer already."""
        found = get_conditional_response(
            request._request, etag=self.etag, last_modified=self.changed
        )
        if found is not None and found.status_code == PreconditionFailed.status_code:
            raise PreconditionFailed
        return found

    def mark(self, response: HttpResponseBase) -> None:
        response["ETag"] = self.etag
        response["Cache-Control"] = "public, no-cache"
        if self.changed is not None:
            response["Last-Modified"] = http_date(self.changed)
