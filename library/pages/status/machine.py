"""Status of this machine: software, static files, disks and backups."""

import os
import platform
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.files.storage import storages
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from config.version import VERSION
from library.http.content_version import release
from library.pages.status.line import Line, State, Status, ago, check_line

MIN_FREE = 2**30
"""Minimum free space on a disk, in bytes; the page warns if there is less."""
MAX_BACKUP_AGE = timedelta(days=8)
"""Maximum age of the last backup: one week, with one day of tolerance."""
SIZES = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}


def lines() -> list[Line]:
    return [
        check_line("Software", software),
        check_line("Mode", mode),
        check_line("Static files", static_files),
        check_line("Size of the database", database_size),
        *[check_line(title, disk, folder=folder) for title, folder in folders().items()],
        check_line("Last backup", last_backup),
    ]


def software() -> Status:
    text = (
        f"Counterpoint {VERSION} ({release()}), Django {django.get_version()}, "
        f"Python {platform.python_version()}."
    )
    return Status(State.NOTE, text)


def mode() -> Status:
    if settings.DEBUG:
        return Status(
            State.WARNING, "DEBUG is on: error pages show code. Use for development only."
        )
    return Status(State.OK, "Production.")


def static_files() -> Status:
    """Check that all static files are collected; pages that use a missing file fail."""
    storage = storages["staticfiles"]
    if not isinstance(storage, ManifestFilesMixin):
        return Status(State.NOTE, "Served from their folders.")
    names = {name for finder in get_finders() for name, _ in finder.list([])}
    missing = names - storage.hashed_files.keys()
    if not missing:
        return Status(State.OK, f"All {len(names):,} collected.")
    text = (
        f"{len(missing):,} of {len(names):,} are not collected, so pages fail. Run "
        "“manage.py collectstatic --noinput” and restart the web process."
    )
    return Status(State.FAILED, text)


def database_size() -> Status:
    """Report the size of the database, which also contains the uploaded files."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES[connection.vendor])
        (size,) = cursor.fetchone()
    return Status(State.NOTE, f"{filesizeformat(size)}, including uploads.")


def folders() -> dict[str, Path]:
    """Return the local folders to which the site writes, keyed by titles for the status page."""
    by_title = {"Disk for temporary files": Path(tempfile.gettempdir())}
    if settings.DATA.folder is not None:
        by_title["Disk for dumps"] = settings.DATA.folder
    if connection.vendor == "sqlite":
        by_title["Disk for the database"] = Path(str(settings.DATABASES["default"]["NAME"])).parent
    return by_title


def disk(*, folder: Path) -> Status:
    existing = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    if not os.access(existing, os.W_OK | os.X_OK):
        text = f"{existing} cannot be written by this process (user {os.getuid()})."
        return Status(State.FAILED, text)
    usage = shutil.disk_usage(existing)
    text = f"{filesizeformat(usage.free)} of {filesizeformat(usage.total)} free at {folder}."
    return Status(State.WARNING if usage.free < MIN_FREE else State.OK, text)


def last_backup() -> Status:
    folder = settings.DATA.backups
    if folder is None:
        state = State.NOTE if settings.DEBUG else State.WARNING
        return Status(state, "Unknown: BACKUP_DIR is not set.")
    if not os.access(folder, os.R_OK | os.X_OK):
        why = f"cannot be read by this process (user {os.getuid()})"
        text = f"Unknown: {folder} {why if folder.exists() else 'does not exist'}."
        return Status(State.FAILED, text)
    files = [path for path in folder.iterdir() if path.is_file() and path.name[0] != "."]
    if not files:
        return Status(State.FAILED, f"No backups in {folder}.")
    newest = max(files, key=lambda path: path.stat().st_mtime)
    details = newest.stat()
    moment = datetime.fromtimestamp(details.st_mtime, UTC)
    text = f"{ago(moment)}: {newest.name}, {filesizeformat(details.st_size)}."
    late = timezone.now() - moment > MAX_BACKUP_AGE
    return Status(State.WARNING if late else State.OK, text)
