"""Worker heartbeat: beat queues it, a worker stores the time, and `/readyz` checks it."""

import time

from celery import shared_task
from django.core.cache import cache

INTERVAL = 30.0
"""Seconds between heartbeats."""
MAX_AGE = 150.0
"""Seconds after which a heartbeat is missing. A long transcript can delay one."""
KEY = "worker-pulse"


@shared_task(expires=INTERVAL)
def note_pulse() -> None:
    """Store the time of the heartbeat."""
    cache.set(KEY, time.time(), timeout=None)


def seconds_since_heartbeat() -> float | None:
    """Return the age of the last heartbeat in seconds, or None without one.

    The age is an absolute value, so a heartbeat from before the clock was set back also counts as
    missing.
    """
    last = cache.get(KEY)
    return None if last is None else abs(time.time() - last)
