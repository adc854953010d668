"""The version of the public library. It changes in the same transaction as the content."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

PUBLIC_SETTINGS = ("SITE_NAME", "DATA", "PODCAST_EXPLICIT", "DEFAULT_SCORER", "LANGUAGE_MODEL_NAME")
"""Settings that affect public responses."""
FOLDERS = ("config", "content", "library", "scoring", "static", "templates")
NO_VERSION_DATE = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the library: a random value, and the time of the last change."""

    value: int
    changed_at: datetime


def library_version() -> Version:
    """Return the current version of the library, with one query.

    Callers must read the version before the content, so that a response cached under a version is
    never older than that version. Because this is the first query of most requests, it also
    replaces Django's health check of reused connections.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        row = _read()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        row = _read()
    if row is None:
        return Version(0, NO_VERSION_DATE)
    return Version(row[0], datetime.fromtimestamp(row[1], UTC))


def _read() -> tuple[int, float] | None:
    # Raw SQL takes half as long as the ORM, and this query is most of the cost of a cached page.
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, changed_at FROM library_libraryversion")
        row: tuple[int, float] | None = cursor.fetchone()
        return row


@cache
def release() -> str:
    """Return a hash that changes with the deployed code, templates and content.

    The hash is computed once per process from file names, sizes and modification times.
    """
    files = sorted(path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*.*"))
    stats = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(stats).encode()).hexdigest()[:12]


def variant() -> str:
    """Return a hash of the release and PUBLIC_SETTINGS."""
    return _hash(release(), *(getattr(settings, name) for name in PUBLIC_SETTINGS))


@lru_cache(maxsize=16)
def _hash(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]
