"""Conditional requests: ETag, Last-Modified, 304 and 412.

The ETag of a public response is a hash of its body, so a change to the library affects only the
ETags of responses whose bodies change.
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
"""Last-Modified is omitted for changes newer than this, because HTTP dates are whole seconds."""


def content_etag(body: bytes) -> str:
    """Return a weak ETag that depends on the body, the release and PUBLIC_SETTINGS."""
    return f'W/"{hashlib.sha256(variant().encode() + body).hexdigest()[:32]}"'


def with_validators(
    request: HttpRequest, response: HttpResponseBase, version: Version | None
) -> HttpResponseBase:
    """Return `response`, or a 304 or 412 if the request's conditions require it.

    `response` must have an ETag. Last-Modified is set only if `version` is passed and the library
    last changed at least MIN_AGE ago.
    """
    changed = _last_modified(version) if version else None
    response["Cache-Control"] = "public, no-cache"
    # Django dates a feed by its latest entry, which stays the same when an entry is withdrawn.
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
    """Decorate an uncached public view to set an ETag and answer conditional requests.

    Unlike Django's `conditional_page`, this also covers HEAD requests, because these views build
    the whole body for them.
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
    """Return the time of the last change in Unix seconds.

    Returns None if the change is more recent than MIN_AGE.
    """
    is_old = datetime.now(UTC) - version.changed_at > MIN_AGE
    return int(version.changed_at.timestamp()) if is_old else None
