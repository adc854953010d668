"""Cache compressed responses in process memory and in the shared cache.

Keys contain the library version, so a cached response is never stale.
"""

import gzip
from base64 import b64decode, b64encode
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse

from library.monitoring.metrics import CACHED_PAGES

local_cache = caches["local"]


@dataclass(frozen=True, slots=True)
class CachedResponse:
    """The headers and the gzip-compressed body of a response."""

    headers: dict[str, str]
    compressed: bytes

    def to_response(self, request: HttpRequest) -> HttpResponse:
        """Return the response, compressed if the client accepts gzip."""
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return _response(gzip.decompress(self.compressed), self.headers)
        return _response(self.compressed, {**self.headers, "Content-Encoding": "gzip"})

    def to_json(self) -> dict[str, Any]:
        """Return the response as JSON data for the shared cache."""
        return {"headers": self.headers, "body": b64encode(self.compressed).decode()}


def load_response(key: str) -> CachedResponse | None:
    """Return the response cached under `key`, or None if there is none."""
    cached: CachedResponse | None = local_cache.get(key)
    if cached is not None:
        CACHED_PAGES.labels("near").inc()
        return cached
    shared: dict[str, Any] | None = cache.get(key)
    if shared is None:
        return None
    CACHED_PAGES.labels("shared").inc()
    cached = CachedResponse(shared["headers"], b64decode(shared["body"]))
    local_cache.set(key, cached)
    return cached


def store_response(key: str, response: HttpResponse, headers: dict[str, str]) -> CachedResponse:
    """Cache the body of `response` with `headers`, and return the cached response."""
    CACHED_PAGES.labels("made").inc()
    body = response.content
    if response.get("Content-Encoding") != "gzip":
        body = compress(body)
    stored_headers = {name: headers[name] for name in headers if name != "Content-Encoding"}
    cached = CachedResponse(stored_headers, body)
    local_cache.set(key, cached)
    cache.set(key, cached.to_json(), settings.PAGE_CACHE_SECONDS)
    return cached


def compress(body: bytes) -> bytes:
    """Compress `body` with gzip. Equal bodies produce equal bytes: no timestamp is stored."""
    return gzip.compress(body, compresslevel=6, mtime=0)


def _response(body: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, headers={**headers, "Content-Length": str(len(body))})
