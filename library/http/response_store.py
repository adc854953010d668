"""Responses stored whole and compressed, in the memory of the process and in the shared cache.

The key of a response names the version of the library, so a stored response is never stale.
"""

import gzip
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache, caches
from django.http import HttpRequest, HttpResponse

from library.monitoring.metrics import PAGES

near = caches["near"]


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: its headers, and its body compressed."""

    headers: dict[str, str]
    compressed: bytes

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return it as it was, compressed for those who read that."""
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return _sent(gzip.decompress(self.compressed), self.headers)
        return _sent(self.compressed, {**self.headers, "Content-Encoding": "gzip"})


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


def keep_as(key: str, response: HttpResponse, headers: dict[str, str]) -> Kept:
    """Keep the body of an answer that was made, with these of its headers."""
    PAGES.labels("made").inc()
    body = response.content
    if response.get("Content-Encoding") != "gzip":
        body = compressed(body)
    kept = Kept({each: headers[each] for each in headers if each != "Content-Encoding"}, body)
    near.set(key, kept)
    cache.set(key, kept, settings.PAGE_CACHE_SECONDS)
    return kept


def compressed(body: bytes) -> bytes:
    """Return the same bytes for the same body, whenever it is compressed."""
    return gzip.compress(body, mtime=0)


def _sent(body: bytes, headers: dict[str, str]) -> HttpResponse:
    return HttpResponse(body, headers={**headers, "Content-Length": str(len(body))})
