"""Worker heartbeat: Celery beat queues a task, and the worker that runs it stores the time."""

import time

from celery import shared_task
from django.core.cache import cache

INTERVAL = 30.0
"""Seconds between heartbeats."""
MAX_AGE = 150.0
"""Seconds after which a heartbeat is overdue. Scoring a long transcript can delay heartbeats."""
KEY = "worker-pulse"


@shared_task(expires=INTERVAL)
def note_pulse() -> None:
    """Store the current time as the time of the last heartbeat."""
    cache.set(KEY, time.time(), timeout=None)


def seconds_since_heartbeat() -> float | None:
    """Return the age of the last heartbeat in seconds, or None if there is none.

    The age is an absolute difference, so that an old heartbeat does not look recent after the clock
    is set back.
    """
    last = cache.get(KEY)
    return None if last is None else abs(time.time() - last)
