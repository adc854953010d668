"""Whether the site is alive, and whether what it stands on is there."""

from dataclasses import dataclass, field

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from kombu.exceptions import OperationalError

from library.heartbeat import LATE, seconds_since_pulse


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
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        found.faults["database"] = type(error).__name__
    if settings.REDIS_URL:
        found.warnings |= _warnings()
    return found


def _warnings() -> dict[str, str]:
    # The cache is forgiving: what it could not store it does not give back.
    cache.set("readyz", 1, timeout=5)
    if cache.get("readyz") is None:
        return {"redis": "does not answer"}
    try:
        with current_app.connection_for_write() as broker:
            broker.ensure_connection(max_retries=1, timeout=2)
    except (OperationalError, OSError) as error:
        return {"broker": type(error).__name__}
    silent = seconds_since_pulse()
    if silent is None:
        return {"workers": "no pulse yet"}
    return {"workers": f"no pulse for {silent:.0f} s"} if silent > LATE else {}
