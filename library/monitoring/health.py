"""Whether the site is alive, and whether what it stands on is there."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from library.monitoring.broker import broker_fault
from library.monitoring.worker_heartbeat import LATE, seconds_since_pulse


@dataclass
class Health:
    """`faults` keep the site from serving; with `warnings` it serves, but something is amiss."""

    faults: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        return "unavailable" if self.faults else "degraded" if self.warnings else "ok"


def health() -> Health:
    """Return how the site is: a lost database is a fault, lost Redis or workers are warnings.

    Without Redis pages are made anew each time, and what should be queued is found by beat later.
    """
    found = Health()
    if fault := database_fault():
        found.faults["database"] = fault
    if settings.REDIS_URL:
        found.warnings |= _warnings()
    return found


def database_fault() -> str:
    """Return what is wrong with the database, in a word; an empty text where it answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return ""


def cache_answers() -> bool:
    # The cache is forgiving: what it could not store it does not give back.
    cache.set("readyz", 1, timeout=5)
    return cache.get("readyz") is not None


def workers_fault() -> str:
    """Return since when no worker was heard of; an empty text where one was lately."""
    silent = seconds_since_pulse()
    if silent is None:
        return "no pulse yet"
    return f"no pulse for {silent:.0f} s" if silent > LATE else ""


def _warnings() -> dict[str, str]:
    # The first that fails says it all: what comes after stands on it.
    if not cache_answers():
        return {"redis": "does not answer"}
    if fault := broker_fault():
        return {"broker": fault}
    if fault := workers_fault():
        return {"workers": fault}
    return {}
