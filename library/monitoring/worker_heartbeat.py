"""The pulse of the workers: beat queues it, a worker notes it, `/readyz` reads it."""

import time

from celery import shared_task
from django.core.cache import cache

EVERY = 30.0
"""Seconds between two beats."""
LATE = 150.0
"""Seconds after which a pulse is called missing: a worker may be busy with a long transcript."""
KEY = "worker-pulse"


@shared_task(expires=EVERY)
def note_pulse() -> None:
    """Note that a worker lives, and that messages reach it."""
    cache.set(KEY, time.time(), timeout=None)


def seconds_since_pulse() -> float | None:
    """Return how long ago a worker last noted its pulse; None when it never did.

    Where the clock was set back since, it is as far away in the other direction: not known to beat.
    """
    noted = cache.get(KEY)
    return None if noted is None else abs(time.time() - noted)
