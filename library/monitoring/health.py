"""Health checks of the site and of the services it uses."""

from dataclasses import dataclass, field

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection

from library.monitoring.broker import broker_fault
from library.monitoring.worker_heartbeat import MAX_AGE, seconds_since_heartbeat


@dataclass
class Health:
    """The results of the health checks.

    If there are `faults`, the site is down. If there are only `warnings`, it is degraded.
    """

    faults: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> str:
        return "unavailable" if self.faults else "degraded" if self.warnings else "ok"


def health() -> Health:
    """Check all services.

    The site requires the database, but not Redis or workers. Without Redis, pages are not cached,
    and background work waits until Redis is back.
    """
    result = Health()
    if fault := database_fault():
        result.faults["database"] = fault
    if settings.REDIS_URL:
        result.warnings |= _warnings()
    return result


def database_fault() -> str:
    """Return the class name of the database error, or '' if the database works."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return type(error).__name__
    return ""


def cache_works() -> bool:
    # The cache ignores errors, so check that the value can be read back.
    cache.set("readyz", 1, timeout=5)
    return cache.get("readyz") is not None


def workers_fault() -> str:
    """Return a warning if the last heartbeat is missing or too old, or '' otherwise."""
    age = seconds_since_heartbeat()
    if age is None:
        return "no heartbeat yet"
    return f"no heartbeat for {age:.0f} s" if age > MAX_AGE else ""


def _warnings() -> dict[str, str]:
    # Each service depends on the services before it, so report only the first fault.
    if not cache_works():
        return {"redis": "not responding"}
    if fault := broker_fault():
        return {"broker": fault}
    if fault := workers_fault():
        return {"workers": fault}
    return {}
