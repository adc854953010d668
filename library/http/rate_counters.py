"""Counters in the shared cache, for rate limits."""

from django.core.cache import cache


def count_up(key: str, *, seconds: int) -> int:
    """Add one to the counter `key`, which lasts `seconds`, and return it; 0 without a cache.

    Rate limits fail open: when Redis is down, every caller sees 0.
    """
    cache.add(key, 0, timeout=seconds)
    try:
        count: int | None = cache.incr(key)
    except ValueError:
        # The key expired between the two calls.
        return 0
    # django-redis returns None for an error that IGNORE_EXCEPTIONS swallows.
    return count or 0
