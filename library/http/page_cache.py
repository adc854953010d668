"""Public pages kept whole, under the version of the library: never a stale score.

A kept page costs one query, for the version, and one look into the cache; it is kept compressed,
with all its headers, and sent before sessions and accounts are looked at. Browsers ask again each
time, and are told with 304 when nothing has changed. Readers who are logged in, and pages that set
cookies, are left alone.
"""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from library.http.content_version import Version, library_version, variant
from library.http.response_store import keep_as, kept_as
from library.monitoring.metrics import PAGES

View = Callable[..., HttpResponse]
HTMX = ("HX-Request", "HX-History-Restore-Request")
VARY = ("Accept-Encoding", "Cookie", *HTMX)


def public_page(view: View) -> View:
    """Mark a view that says the same to everybody who is not logged in."""
    view.is_public_page = True  # type: ignore[attr-defined]
    return view


class KeptPagesMiddleware:
    """Answers from what is kept of a public page for this library version, or keeps the answer.

    Middleware after this one runs for what is made only, so its headers are kept, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _may_be_asked(request):
            return self.get_response(request)
        try:
            version = library_version()
        except (OperationalError, InterfaceError):
            return self.get_response(request)
        name = _name_of(request, version)
        etag = f'W/"{name}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            PAGES.labels("browser").inc()
            return _for_browsers(unchanged, etag, version)
        kept = kept_as(f"page:{name}")
        if kept is not None:
            return _for_browsers(kept.answer(request), etag, version)
        response = self.get_response(request)
        if not _may_be_kept(request, response):
            return response
        made = keep_as(f"page:{name}", response, dict(response.items()))
        # Compressed once, for the cache and for the reader.
        return _for_browsers(made.answer(request), etag, version)


def _name_of(request: HttpRequest, version: Version) -> str:
    parts = (
        version.value,
        variant(),
        request.build_absolute_uri(),
        *(request.headers.get(name, "") for name in HTMX),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _may_be_asked(request: HttpRequest) -> bool:
    """Tell whether this asks for a public page; what it asks for is noted as Django notes it."""
    if not settings.PAGE_CACHE_SECONDS or request.method not in ("GET", "HEAD"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    try:
        request.resolver_match = resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(request.resolver_match.func, "is_public_page", False)


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    personal = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return response.status_code == 200 and not response.streaming and not personal


def _for_browsers(response: HttpResponse, etag: str, version: Version) -> HttpResponse:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(version.changed_at.timestamp())
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, VARY)
    return response
