"""Cache of public pages. Keys contain the library version, so cached pages are never stale.

Serving a cached page takes one query for the version and one cache read. Browsers revalidate each
page and receive a 304 if it has not changed. Logged-in users and pages that set cookies bypass the
cache. Query parameters that no page uses are removed first, so they cannot fill the cache with
copies. Feeds reject requests with such parameters instead, and the errors are not cached.
"""

import hashlib
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from library.http.conditional import content_etag, with_validators
from library.http.content_version import Version, library_version, variant
from library.http.response_store import CachedResponse, load_response, store_response
from library.monitoring.metrics import CACHED_PAGES

View = Callable[..., HttpResponseBase]
HTMX = ("HX-Request", "HX-History-Restore-Request")
VARY = ("Accept-Encoding", "Cookie", *HTMX)
FILTERS = frozenset(
    {"q", "show", "shelf", "guest", "tag", "subject", "band", "lens", "year", "speaker"}
    | {"has_transcript", "assessed_by_editor"}
)
"""Query parameters that filter listings, searches, feeds and the map."""
PARAMETERS = FILTERS | {
    *("axis", "by", "find", "format", "from", "maxheight", "maxwidth", "ordering", "p", "page"),
    *("t", "theme", "to", "url", "view"),
}
"""All query parameters that public pages use."""


def public_page(view: View) -> View:
    """Mark a view whose response is the same for all anonymous users."""
    view.is_public_page = True  # type: ignore[attr-defined]
    return view


def keeps_parameters(view: View) -> View:
    """Mark a public page whose view rejects unknown query parameters itself."""
    view.keeps_parameters = True  # type: ignore[attr-defined]
    return view


class CachedPagesMiddleware:
    """Serves public pages from the cache, including the headers that inner middleware added."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_cacheable_request(request):
            return self.get_response(request)
        view = request.resolver_match.func if request.resolver_match else None
        if not getattr(view, "keeps_parameters", False):
            _remove_unknown_parameters(request)
        try:
            version = library_version()
        except (OperationalError, InterfaceError):
            return self.get_response(request)
        key = f"page:{_cache_key(request, version)}"
        cached = load_response(key)
        if cached is None:
            response = self.get_response(request)
            if not _is_cacheable_response(request, response):
                return response
            headers = {**dict(response.items()), "ETag": content_etag(response.content)}
            # Send the stored response, so that the body is compressed only once.
            cached = store_response(key, response, headers)
        return _with_cache_headers(request, cached, version)


def _remove_unknown_parameters(request: HttpRequest) -> None:
    pairs = [(name, values) for name, values in request.GET.lists() if name in PARAMETERS]
    if len(pairs) < len(request.GET):
        request.META["QUERY_STRING"] = urlencode(pairs, doseq=True)
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
    """Return whether `request` is an anonymous request for a public page.

    Also sets `request.resolver_match`.
    """
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


def _with_cache_headers(
    request: HttpRequest, cached: CachedResponse, version: Version
) -> HttpResponseBase:
    response = with_validators(request, cached.to_response(request), version)
    if response.status_code == 304:
        CACHED_PAGES.labels("browser").inc()
    patch_vary_headers(response, VARY)
    return response
