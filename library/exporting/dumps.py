"""Write and list dumps of the public library.

The version of a dump is the date of the library's last change plus the start of a content checksum.
The same content always produces the same file name and the same bytes.
"""

import hashlib
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from zipfile import ZipFile

from django.conf import settings
from django.urls import reverse
from django.utils.text import slugify

from library.captions.write import Heading, write_podcast_json
from library.exporting import dump_documents
from library.exporting.dump_tables import TABLES
from library.exporting.segment_table import in_batches
from library.exporting.tables import csv_chunks, json_chunks
from library.exporting.zip_archive import Archive, checksum_of
from library.http.content_version import library_version
from library.models import Episode, Transcript
from library.pages.episode.provenance import provenance_of

MAX_ATTEMPTS = 3
MAX_PART_AGE = 24 * 3600
"""Age in seconds at which an unfinished file is deleted."""
_NAME = re.compile(r"[a-z0-9_-]+?-((\d{4}-\d{2}-\d{2})-[0-9a-f]{8})\.zip")


class DumpError(Exception):
    """The dump could not be written. The message is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A stored dump. `size` is in bytes, and `checksum` is the SHA-256 of the file."""

    path: Path
    version: str
    day: date
    size: int
    checksum: str

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def url(self) -> str:
        return reverse("library:dump", args=[self.name])


def stored_dumps(folder: Path | None = None) -> list[Dump]:
    """Return the stored dumps, newest first."""
    folder = folder or settings.DATA.folder
    if folder is None or not folder.is_dir():
        return []
    files = [(path.stat().st_mtime_ns, path.name, path) for path in folder.glob("*.zip")]
    dumps = [_read(path) for _, _, path in sorted(files, reverse=True)]
    return [dump for dump in dumps if dump is not None]


def dump_library(folder: Path | None = None, *, max_dumps: int | None = None) -> Dump:
    """Write a dump of the public library and return it.

    Deletes all dumps except the newest `max_dumps`. Raises DumpError if no folder is configured, or
    if the library changes during every attempt.
    """
    folder = folder or settings.DATA.folder
    if folder is None:
        raise DumpError("No folder for dumps: set DUMP_DIR or use --output.")
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(MAX_ATTEMPTS):
        before = library_version()
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                version = _write(file, before.changed_at.date())
                file.flush()
                os.fsync(file.fileno())
            if library_version() == before:
                return _store(part, version, max_dumps or settings.DATA.max_dumps)
        finally:
            part.unlink(missing_ok=True)
    raise DumpError(f"The library changed during each of {MAX_ATTEMPTS} attempts; try again later.")


def _write(file: object, day: date) -> str:
    site, name, licence = settings.DATA.address, settings.SITE_NAME, settings.DATA.licence
    with ZipFile(file, "w") as zip_file:  # type: ignore[call-overload]
        archive = Archive(zip_file)
        for table in TABLES:
            names = [column.name for column in table.columns]
            archive.add(f"{table.name}.csv", csv_chunks(names, table.rows(site)))
            archive.add(f"{table.name}.jsonl", json_chunks(table.rows(site)))
        for ending, text in _transcripts(site):
            archive.add(f"transcripts/{ending}", [text])
        digest = hashlib.sha256(archive.checksums.encode()).hexdigest()
        version = f"{day.isoformat()}-{digest[:8]}"
        archive.add("README.md", [dump_documents.dictionary(TABLES, site_name=name)])
        archive.add("LICENCE.txt", [dump_documents.licence_text(site_name=name, licence=licence)])
        citation = dump_documents.citation(
            site_name=name, version=version, day=day.isoformat(), licence=licence, address=site
        )
        archive.add("CITATION.cff", [citation])
        archive.add("SHA256SUMS", [archive.checksums])
    return version


def _transcripts(site: str) -> Iterator[tuple[str, str]]:
    """Yield the file name and text of each transcript that may be republished."""
    for episode in in_batches(Episode.objects.published().select_related("show")):
        transcript: Transcript | None = episode.transcripts.current().first()
        if transcript is not None and episode.shares_text:
            provenance = " · ".join(provenance_of(transcript))
            heading = Heading(
                episode.title, episode.show.title, provenance, site + episode.transcript_url
            )
            text = write_podcast_json(transcript.read_shown_cues(), heading)
            yield f"{episode.slug}.json", text


def _store(part: Path, version: str, max_dumps: int) -> Dump:
    """Rename the finished dump, write its checksum file, and delete old dumps."""
    path = part.with_name(f"{slugify(settings.SITE_NAME) or 'library'}-{version}.zip")
    checksum = checksum_of(part)
    part.chmod(0o644)
    checksum_part = part.with_name(f"{part.name}.sum.part")
    checksum_part.write_text(f"{checksum}  {path.name}\n")
    checksum_part.replace(_checksum_path(path))
    part.replace(path)
    for old in stored_dumps(path.parent)[max_dumps:]:
        old.path.unlink(missing_ok=True)
        _checksum_path(old.path).unlink(missing_ok=True)
    for unfinished in path.parent.glob(".*.part"):
        if time.time() - unfinished.stat().st_mtime > MAX_PART_AGE:
            unfinished.unlink(missing_ok=True)
    dump = _read(path)
    assert dump is not None  # noqa: S101 - it has just been written
    return dump


def _read(path: Path) -> Dump | None:
    """Return the dump at `path`, or None if the file is not a dump or has been deleted."""
    match = _NAME.fullmatch(path.name)
    try:
        checksum = _checksum_path(path).read_text().split()[0] if match else ""
        size = path.stat().st_size
        day = date.fromisoformat(match[2]) if match else date.min
    except (OSError, ValueError, IndexError):
        return None
    return Dump(path, match[1], day, size, checksum) if match else None


def _checksum_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
