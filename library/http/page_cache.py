"""Cache of public pages, keyed by the library version, so cached pages are never stale.

A cached page costs one query for the version and one cache read. Browsers revalidate every time and
get a 304 if nothing changed. Logged-in users and pages that set cookies bypass the cache. Query
parameters that no page reads are removed first: they cannot fill the cache with copies. Feeds
reject such requests instead, and the errors are not cached.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, resolve
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from library.http.content_version import Version, library_version, variant
from library.http.response_store import load_response, store_response
from library.monitoring.metrics import CACHED_PAGES

View = Callable[..., HttpResponse]
HTMX = ("HX-Request", "HX-History-Restore-Request")
VARY = ("Accept-Encoding", "Cookie", *HTMX)
FILTERS = frozenset(
    {"q", "show", "shelf", "guest", "tag", "subject", "band", "lens", "year", "speaker"}
    | {"has_transcript", "assessed_by_editor"}
)
"""Query parameters of listings, searches, feeds and the map."""
PARAMETERS = FILTERS | {
    *("axis", "by", "find", "format", "from", "maxheight", "maxwidth", "ordering", "p", "page"),
    *("t", "theme", "to", "url", "view"),
}
"""All query parameters that public pages read."""


def public_page(view: View) -> View:
    """Mark a view whose response is the same for all anonymous users."""
    view.is_public_page = True  # type: ignore[attr-defined]
    return view


def keeps_parameters(view: View) -> View:
    """Mark a public page that rejects unknown query parameters itself."""
    view.keeps_parameters = True  # type: ignore[attr-defined]
    return view


class CachedPagesMiddleware:
    """Serves cached public pages, including the headers added by later middleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_cacheable_request(request):
            return self.get_response(request)
        view = request.resolver_match.func if request.resolver_match else None
        if not getattr(view, "keeps_parameters", False):
            _remove_unknown_parameters(request)
        try:
            version = library_version()
        except (OperationalError, InterfaceError):
            return self.get_response(request)
        key = _cache_key(request, version)
        etag = f'W/"{key}"'
        not_modified = get_conditional_response(request, etag=etag)
        if not_modified is not None:
            CACHED_PAGES.labels("browser").inc()
            return _with_cache_headers(not_modified, etag, version)
        cached = load_response(f"page:{key}")
        if cached is not None:
            return _with_cache_headers(cached.to_response(request), etag, version)
        response = self.get_response(request)
        if not _is_cacheable_response(request, response):
            return response
        # Send the stored form, so that the body is compressed only once.
        stored = store_response(f"page:{key}", response, dict(response.items()))
        return _with_cache_headers(stored.to_response(request), etag, version)


def _remove_unknown_parameters(request: HttpRequest) -> None:
    known = [(name, values) for name, values in request.GET.lists() if name in PARAMETERS]
    if len(known) < len(request.GET):
        request.META["QUERY_STRING"] = urlencode(known, doseq=True)
        request.GET = QueryDict(request.META["QUERY_STRING"])


def _cache_key(request: HttpRequest, version: Version) -> str:
    parts = (
        version.value,
        variant(),
        request.build_absolute_uri(),
        *(request.headers.get(name, "") for name in HTMX),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _is_cacheable_request(request: HttpRequest) -> bool:
    """Return whether this is an anonymous request for a public page; sets `resolver_match`."""
    if not settings.PAGE_CACHE_SECONDS or request.method not in ("GET", "HEAD"):
        return False
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return False
    try:
        request.resolver_match = resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(request.resolver_match.func, "is_public_page", False)


def _is_cacheable_response(request: HttpRequest, response: HttpResponse) -> bool:
    sets_cookies = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return response.status_code == 200 and not response.streaming and not sets_cookies


def _with_cache_headers(response: HttpResponse, etag: str, version: Version) -> HttpResponse:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(version.changed_at.timestamp())
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, VARY)
    return response
