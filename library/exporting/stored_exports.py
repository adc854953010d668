"""Files with exports of the whole library, one for each version of the library and format.

Workers write them, one at a time, so no number of clients can cause this work more than once.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from library.exporting.parquet import parquet_chunks
from library.exporting.segment_table import COLUMNS, in_batches, library_scores, segment_rows
from library.exporting.tables import csv_chunks, json_chunks
from library.http.content_version import Version, library_version, variant

logger = logging.getLogger(__name__)
FOLDER, LOCK = "exports", ".lock"
MAX_STORED = 24
"""Maximum number of stored exports; the oldest are deleted."""
MAX_PART_AGE = 24 * 3600
"""Age in seconds at which an unfinished file is deleted."""
TEXTS = frozenset({"text", "phrases"})
"""The columns of an export without texts are all others."""
CHUNK_BYTES = 65_536
GZIP = zlib.MAX_WBITS + 16
"""The value for zlib that selects the gzip format."""


@dataclass(frozen=True, slots=True)
class WholeExport:
    """An export of the whole library. `form` is csv, jsonl or parquet.

    `variant` identifies the release and the settings of the process that serves the file. The
    worker that writes it may belong to another release.
    """

    form: str
    with_texts: bool
    variant: str = field(default_factory=variant)

    def open(self, version: Version) -> "FileChunks | None":
        """Return the file for `version` of the library, or None if there is none."""
        try:
            return FileChunks(self._path(version).open("rb"))
        except OSError:
            return None

    def is_stored(self, version: Version) -> bool:
        return self._path(version).exists()

    def write(self) -> bool:
        """Write the file for the current version of the library, unless there is one.

        Returns whether writing was started. Nothing is stored if the library changes before the
        end, or if the folder cannot be written to.
        """
        version = library_version()
        try:
            path = self._path(version)
            path.parent.mkdir(parents=True, exist_ok=True)
            with _lock(path.parent) as is_free:
                if not is_free or path.exists():
                    return False
                # Old files may be what fills the disk.
                _delete_old(path.parent, keep=MAX_STORED - 1)
                self._write(path, version)
        except OSError as error:
            logger.warning("Exports cannot be stored in %s: %s", settings.DATA.folder, error)
        return True

    def _write(self, path: Path, version: Version) -> None:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                pack = zlib.compressobj(wbits=GZIP)
                for chunk in self._chunks():
                    file.write(pack.compress(chunk.encode() if isinstance(chunk, str) else chunk))
                file.write(pack.flush())
                file.flush()
                os.fsync(file.fileno())
            if library_version() == version:
                part.chmod(0o644)
                part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _chunks(self) -> Iterable[str] | Iterable[bytes]:
        columns = [column for column in COLUMNS if self.with_texts or column.name not in TEXTS]
        names = [column.name for column in columns]
        rows = segment_rows(in_batches(library_scores(names)), names, site=settings.DATA.address)
        if self.form == "parquet":
            return parquet_chunks(columns, rows)
        return csv_chunks(names, rows) if self.form == "csv" else json_chunks(rows)

    def _path(self, version: Version) -> Path:
        if settings.DATA.folder is None:
            raise FileNotFoundError("DUMP_DIR is not set")
        digest = hashlib.sha256(f"{version.value} {self.variant}".encode()).hexdigest()
        kind = "all" if self.with_texts else "short"
        return settings.DATA.folder / FOLDER / f"{digest[:16]}-{kind}.{self.form}.gz"


class FileChunks:
    """The chunks of a gzip-compressed file, decompressed unless `compressed` is true."""

    def __init__(self, file: BinaryIO, *, compressed: bool = False) -> None:
        self._file, self.compressed = file, compressed

    def __iter__(self) -> Iterator[bytes]:
        unpack = zlib.decompressobj(GZIP)
        while part := self._file.read(CHUNK_BYTES):
            yield part if self.compressed else unpack.decompress(part)

    def close(self) -> None:
        self._file.close()


def are_stored() -> bool:
    """Return whether exports of the whole library are stored on this site."""
    return settings.DATA.folder is not None and settings.PAGE_CACHE_SECONDS > 0


def are_available() -> bool:
    """Return whether a client without a token can export the whole library."""
    return settings.DATA.folder is not None or not settings.PAGE_CACHE_SECONDS


@contextmanager
def _lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of `folder`, and yield whether it was free.

    The system releases the lock if the process ends.
    """
    with (folder / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _delete_old(folder: Path, *, keep: int) -> None:
    # Another process may delete the same files.
    with suppress(OSError):
        stored = sorted(folder.glob("*.gz"), key=lambda path: path.stat().st_mtime_ns)
        for old in stored[:-keep]:
            old.unlink(missing_ok=True)
        for unfinished in folder.glob(".*.part"):
            if time.time() - unfinished.stat().st_mtime > MAX_PART_AGE:
                unfinished.unlink(missing_ok=True)
