"""The machine that answers: its software, its disks, and the backups it can see."""

import platform
import shutil
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import django
from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from config.version import VERSION
from library.http.content_version import release
from library.pages.status.line import Line, Said, State, ago, look

LEAST_FREE = 2**30
"""Bytes under which a disk is said to be nearly full."""
LATE_BACKUP = timedelta(days=8)
"""A backup made weekly is a day late then."""
SIZES = {
    "postgresql": "SELECT pg_database_size(current_database())",
    "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
}


def lines() -> list[Line]:
    return [
        look("Software", software),
        look("Mode", mode),
        look("Size of the database", database_size),
        *[look(title, disk, folder=folder) for title, folder in folders().items()],
        look("Last backup", last_backup),
    ]


def software() -> Said:
    text = (
        f"Counterpoint {VERSION} ({release()}), Django {django.get_version()}, "
        f"Python {platform.python_version()}."
    )
    return Said(State.TOLD, text)


def mode() -> Said:
    if settings.DEBUG:
        return Said(State.WARNING, "DEBUG is on: errors show their code. For development only.")
    return Said(State.OK, "Production.")


def database_size() -> Said:
    """Uploads are kept in the database, so it is what grows."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES[connection.vendor])
        (size,) = cursor.fetchone()
    return Said(State.TOLD, f"{filesizeformat(size)}; uploads are kept in it.")


def folders() -> dict[str, Path]:
    """Return what is written to on this machine, by the title of its line."""
    found = {"Disk of scratch files": Path(tempfile.gettempdir())}
    if settings.DATA.folder is not None:
        found["Disk of dumps"] = settings.DATA.folder
    if connection.vendor == "sqlite":
        found["Disk of the database"] = Path(str(settings.DATABASES["default"]["NAME"])).parent
    return found


def disk(*, folder: Path) -> Said:
    there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
    usage = shutil.disk_usage(there)
    text = f"{filesizeformat(usage.free)} of {filesizeformat(usage.total)} free at {folder}."
    return Said(State.WARNING if usage.free < LEAST_FREE else State.OK, text)


def last_backup() -> Said:
    folder = settings.DATA.backups
    if folder is None:
        return Said(State.TOLD, "Not known: BACKUP_DIR does not say where backups are.")
    files = [path for path in folder.iterdir() if path.is_file() and path.name[0] != "."]
    if not files:
        return Said(State.FAILED, f"There is none in {folder}.")
    newest = max(files, key=lambda path: path.stat().st_mtime)
    about = newest.stat()
    moment = datetime.fromtimestamp(about.st_mtime, UTC)
    text = f"{ago(moment)}: {newest.name}, {filesizeformat(about.st_size)}."
    late = timezone.now() - moment > LATE_BACKUP
    return Said(State.WARNING if late else State.OK, text)
