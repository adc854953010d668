"""The version of the public library: it changes in the transaction that changes the library."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache as once
from functools import lru_cache

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

SHOWN = ("SITE_NAME", "DATA", "PODCAST_EXPLICIT", "DEFAULT_SCORER", "LANGUAGE_MODEL_NAME")
"""Settings that public answers show or are chosen by."""
FOLDERS = ("config", "content", "library", "scoring", "static", "templates")
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Version:
    """A value that never comes back once another has followed, and when it was drawn."""

    value: int
    changed_at: datetime


def library_version() -> Version:
    """Return the version in force, by one query.

    Read it before what is put together from the library: then what is kept under it is never
    older than it says. It is the first query of most requests and serves as the check of a kept
    connection, too: where that has died, a new one is asked.
    """
    connection.health_check_done = True  # type: ignore[attr-defined]
    try:
        row = _read()
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        row = _read()
    return Version(row[0], datetime.fromtimestamp(row[1], UTC)) if row else Version(0, BEGINNING)


def _read() -> tuple[int, float] | None:
    # Without the ORM this takes half the time, and kept pages do little else.
    with connection.cursor() as cursor:
        cursor.execute("SELECT value, changed_at FROM library_libraryversion")
        row: tuple[int, float] | None = cursor.fetchone()
        return row


@once
def release() -> str:
    """Return a name for the code, templates and content that this process runs."""
    files = sorted(path for folder in FOLDERS for path in (settings.BASE_DIR / folder).rglob("*.*"))
    stats = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return hashlib.sha256(repr(stats).encode()).hexdigest()[:12]


def variant() -> str:
    """Return a name for what answers are made by besides the library: code, and settings shown."""
    return _named(release(), *(getattr(settings, name) for name in SHOWN))


@lru_cache(maxsize=16)
def _named(*values: object) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:12]
