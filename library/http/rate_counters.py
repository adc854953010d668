"""Counters for rate limits, stored in the shared cache."""

from django.core.cache import cache


def count_up(key: str, *, seconds: int, by: int = 1) -> int:
    """Add `by` to the counter `key`, which expires after `seconds`, and return the new count.

    Returns 0 if Redis is down, so that rate limits fail open.
    """
    cache.add(key, 0, timeout=seconds)
    try:
        count: int | None = cache.incr(key, by)
    except ValueError:
        # The key expired between the two calls.
        return 0
    # django-redis returns None for an error that IGNORE_EXCEPTIONS swallows.
    return count or 0
