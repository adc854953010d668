"""Public pages kept whole, under the version of the library: never a stale score.

A kept page costs one query, for the version, and one look into the cache; it is kept compressed.
Browsers ask again each time, and are told with 304 when nothing has changed. Readers who are
logged in, and pages that set cookies, are left alone.
"""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from library.metrics import PAGES
from library.version import Version, library_version, release

near = caches["near"]
View = Callable[..., HttpResponse]
HTMX = ("HX-Request", "HX-History-Restore-Request")
VARY = ("Accept-Encoding", "Cookie", *HTMX)
KEPT = ("Content-Type", "Content-Disposition", "Link")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: its headers, and its body compressed."""

    headers: dict[str, str]
    compressed: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return it as it was, compressed for those who read that."""
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return HttpResponse(gzip.decompress(self.compressed), headers=self.headers)
        headers = {**self.headers, "Content-Encoding": "gzip"}
        return HttpResponse(self.compressed, headers=headers)


def public_page(view: View) -> View:
    """Answer from what is kept of `view` for this library version, or keep what it answers."""

    @wraps(view)
    def kept_view(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not _may_be_asked(request):
            return view(request, *args, **kwargs)
        version = library_version()
        name = _name_of(request, version)
        etag = f'W/"{name}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            PAGES.labels("browser").inc()
            return _for_browsers(unchanged, etag, version)
        kept = kept_as(f"page:{name}")
        if kept is not None:
            return _for_browsers(kept.answer(request), etag, version)
        response = view(request, *args, **kwargs)
        if not _may_be_kept(request, response):
            return response
        made = keep_as(f"page:{name}", response)
        # Compressed once, for the cache and for the reader.
        return _for_browsers(made.answer(request), etag, version)

    return kept_view


def kept_as(key: str) -> Kept | None:
    """Return what is kept under `key`, which names the version of the library, or None."""
    kept: Kept | None = near.get(key)
    if kept is not None:
        PAGES.labels("near").inc()
        return kept
    kept = cache.get(key)
    if kept is not None:
        PAGES.labels("shared").inc()
        near.set(key, kept)
    return kept


def keep_as(key: str, response: HttpResponse) -> Kept:
    """Keep body, type and KEPT headers of an answer that was made."""
    PAGES.labels("made").inc()
    headers = {name: response[name] for name in KEPT if response.has_header(name)}
    kept = Kept(headers, gzip.compress(response.content, mtime=0))
    near.set(key, kept)
    cache.set(key, kept, settings.PAGE_CACHE_SECONDS)
    return kept


def _name_of(request: HttpRequest, version: Version) -> str:
    parts = (
        version.value,
        release(),
        settings.SITE_NAME,
        request.build_absolute_uri(),
        *(request.headers.get(name, "") for name in HTMX),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]


def _may_be_asked(request: HttpRequest) -> bool:
    logged_in = settings.SESSION_COOKIE_NAME in request.COOKIES
    return bool(settings.PAGE_CACHE_SECONDS) and request.method in ("GET", "HEAD") and not logged_in


def _may_be_kept(request: HttpRequest, response: HttpResponse) -> bool:
    personal = response.cookies or request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
    return response.status_code == 200 and not response.streaming and not personal


def _for_browsers(response: HttpResponse, etag: str, version: Version) -> HttpResponse:
    response["ETag"] = etag
    response["Last-Modified"] = http_date(version.changed_at.timestamp())
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, VARY)
    return response
