"""Conditional requests: ETag, Last-Modified, 304 and 412.

The ETag of a public response is a hash of its body, so a change to the library
changes only the ETags of the responses that show it.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_http_date_safe

from library.http.content_version import Version, variant

View = Callable[..., HttpResponseBase]
MIN_AGE = timedelta(seconds=2)
"""HTTP dates are in whole seconds, so Last-Modified is unreliable for more recent changes."""


def content_etag(body: bytes) -> str:
    """Return a weak ETag, which changes with the body, the release and PUBLIC_SETTINGS."""
    return f'W/"{hashlib.sha256(variant().encode() + body).hexdigest()[:32]}"'


def with_validators(
    request: HttpRequest, response: HttpResponseBase, version: Version | None
) -> HttpResponseBase:
    """Return `response`, or a 304 or 412 if the request's conditions require it.

    `response` must have an ETag. It gets a Last-Modified header only if `version` is not None.
    """
    changed = _last_modified(version) if version else None
    response["Cache-Control"] = "public, no-cache"
    # Django dates a feed by its latest entry, so the date would hide a withdrawal.
    response.headers.pop("Last-Modified", None)
    if changed is not None:
        response["Last-Modified"] = http_date(changed)
    return get_conditional_response(  # type: ignore[return-value]
        request,
        etag=response["ETag"],
        last_modified=changed,
        response=response,  # type: ignore[arg-type]
    )


def with_etag(view: View) -> View:
    """Add an ETag to the responses of a public view that is not cached.

    Unlike Django's `conditional_page`, this decorator also adds it to responses to HEAD, for which
    these views build the body.
    """

    @wraps(view)
    def conditional_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: Any = view(request, *args, **kwargs)
        if response.status_code != 200 or request.method not in ("GET", "HEAD"):
            return response  # type: ignore[no-any-return]
        if not getattr(response, "is_rendered", True):
            response.render()
        response["ETag"] = content_etag(response.content)
        date = parse_http_date_safe(response.get("Last-Modified", ""))
        return get_conditional_response(  # type: ignore[return-value]
            request, etag=response["ETag"], last_modified=date, response=response
        )

    return conditional_view


def _last_modified(version: Version) -> int | None:
    """Return the Unix time of the last change in seconds, or None if it is too recent."""
    is_old = datetime.now(UTC) - version.changed_at > MIN_AGE
    return int(version.changed_at.timestamp()) if is_old else None
