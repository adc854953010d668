"""Parts of pages, drawn once for what they show and kept under that.

A page kept whole (`library.http.page_cache`) is of one version of the library, and of one address. A part
is of the values that it is drawn from: these are read for every request, and as long as they are
the same, so is the part, whatever else has changed in the library and whoever asks.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache, caches

from library.http.content_version import variant
from library.monitoring.metrics import PARTS

near = caches["near"]
Part = TypeVar("Part")


def kept_part(name: str, shown: object, draw: Callable[[], Part]) -> Part:
    """Return what `draw` makes, from what is kept where it was drawn of the same values before.

    `shown` holds all that it is drawn from, code and settings apart, and is known by its `repr`.
    """
    if not settings.PART_CACHE_SECONDS:
        return draw()
    digest = hashlib.sha256(repr((variant(), shown)).encode()).hexdigest()[:32]
    key = f"part:{name}:{digest}"
    part: Part | None = near.get(key)
    source = "near"
    if part is None:
        part, source = cache.get(key), "shared"
        if part is None:
            part, source = draw(), "made"
            cache.set(key, part, settings.PART_CACHE_SECONDS)
        near.set(key, part)
    PARTS.labels(name, source).inc()
    return part
