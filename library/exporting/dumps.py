"""Dated dumps of the public library: made whole or not at all, and found again.

The version of a dump is the day of the library's last change and the beginning of a checksum of
what is in it, so the same library gives the same dump, byte for byte, under the same name.
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

TRIES = 3
LEFT_OVER = 24 * 3600
"""Seconds after which what was not finished belongs to nobody."""
_NAME = re.compile(r"[a-z0-9_-]+?-((\d{4}-\d{2}-\d{2})-[0-9a-f]{8})\.zip")


class NotDumped(Exception):
    """No dump was made; the message says why."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump that is kept; `checksum` is the SHA-256 of the file, `size` its bytes."""

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
    """Return the dumps that are kept, the latest first."""
    folder = folder or settings.DATA.folder
    if folder is None or not folder.is_dir():
        return []
    found = [(path.stat().st_mtime_ns, path.name, path) for path in folder.glob("*.zip")]
    read = [_read(path) for _, _, path in sorted(found, reverse=True)]
    return [dump for dump in read if dump is not None]


def dump_library(folder: Path | None = None, *, kept: int | None = None) -> Dump:
    """Write a dump of what the public sees and return it; keep the last `kept`.

    Raises NotDumped where there is no folder, or the library changes faster than it is read.
    """
    folder = folder or settings.DATA.folder
    if folder is None:
        raise NotDumped("There is no folder for dumps: set DUMP_DIR, or give --output.")
    folder.mkdir(parents=True, exist_ok=True)
    for _ in range(TRIES):
        before = library_version()
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "w+b") as file:
                version = _write(file, before.changed_at.date())
                file.flush()
                os.fsync(file.fileno())
            if library_version() == before:
                return _keep(part, version, kept or settings.DATA.kept)
        finally:
            part.unlink(missing_ok=True)
    raise NotDumped(f"The library changed {TRIES} times while it was read; try again later.")


def _write(file: object, day: date) -> str:
    site, name, licence = settings.DATA.address, settings.SITE_NAME, settings.DATA.licence
    with ZipFile(file, "w") as opened:  # type: ignore[call-overload]
        archive = Archive(opened)
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
        said = dump_documents.citation(
            site_name=name, version=version, day=day.isoformat(), licence=licence, address=site
        )
        archive.add("CITATION.cff", [said])
        archive.add("SHA256SUMS", [archive.checksums])
    return version


def _transcripts(site: str) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each transcript whose words may be given on."""
    for episode in in_batches(Episode.objects.published().select_related("show")):
        transcript: Transcript | None = episode.transcripts.current().first()
        if transcript is not None and episode.shares_text:
            said = " · ".join(provenance_of(transcript))
            heading = Heading(
                episode.title, episode.show.title, said, site + episode.transcript_url
            )
            text = write_podcast_json(transcript.read_shown_cues(), heading)
            yield f"{episode.slug}.json", text


def _keep(part: Path, version: str, kept: int) -> Dump:
    """Give the finished dump its name, with its checksum beside it, and drop the oldest."""
    path = part.with_name(f"{slugify(settings.SITE_NAME) or 'library'}-{version}.zip")
    checksum = checksum_of(part)
    part.chmod(0o644)
    noted = part.with_name(f"{part.name}.sum.part")
    noted.write_text(f"{checksum}  {path.name}\n")
    noted.replace(_sum_of(path))
    part.replace(path)
    for old in stored_dumps(path.parent)[kept:]:
        old.path.unlink(missing_ok=True)
        _sum_of(old.path).unlink(missing_ok=True)
    for left in path.parent.glob(".*.part"):
        if time.time() - left.stat().st_mtime > LEFT_OVER:
            left.unlink(missing_ok=True)
    found = _read(path)
    assert found is not None  # noqa: S101 - it has just been written
    return found


def _read(path: Path) -> Dump | None:
    """Return the dump at `path`, or None where it is none, or has just been dropped."""
    named = _NAME.fullmatch(path.name)
    try:
        checksum = _sum_of(path).read_text().split()[0] if named else ""
        size = path.stat().st_size
        day = date.fromisoformat(named[2]) if named else date.min
    except (OSError, ValueError, IndexError):
        return None
    return Dump(path, named[1], day, size, checksum) if named else None


def _sum_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.sha256")
