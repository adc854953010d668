"""Store exports of the whole library, so that each version of the library is exported only once.

The first request for a version writes the file before it sends it. Only one file is written at a
time, so no number of clients, and no client that stops early, can repeat this work.
"""

import fcntl
import hashlib
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from library.http.content_version import Version, library_version, variant

logger = logging.getLogger(__name__)
FOLDER, LOCK = "exports", ".lock"
MAX_STORED = 24
"""Maximum number of stored exports; the oldest are deleted."""
MAX_PART_AGE = 24 * 3600
"""Age in seconds at which an unfinished file is deleted."""
CHUNK_BYTES = 65_536
GZIP = zlib.MAX_WBITS + 16
"""The value for zlib that selects the gzip format."""

Chunks = Iterable[str] | Iterable[bytes]


class ExportRunning(Exception):
    """Another export is being written."""


class FileChunks:
    """The chunks of an open, gzip-compressed file, decompressed unless `compressed` is true."""

    def __init__(self, file: BinaryIO, *, compressed: bool) -> None:
        self._file, self._compressed = file, compressed

    def __iter__(self) -> Iterator[bytes]:
        unpack = zlib.decompressobj(GZIP)
        while part := self._file.read(CHUNK_BYTES):
            yield part if self._compressed else unpack.decompress(part)

    def close(self) -> None:
        self._file.close()


@dataclass(frozen=True, slots=True)
class StoredExport:
    """The file for the export of one version of the library in one format, gzip-compressed."""

    path: Path
    version: Version

    def read(self, chunks: Callable[[], Chunks]) -> BinaryIO | None:
        """Return the stored file, written from `chunks` if there is none.

        If the library changes meanwhile, the file is returned but not stored. Returns None if no
        file can be written. Raises ExportRunning if another export is being written.
        """
        stored = self._open()
        if stored is not None:
            return stored
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with _lock(self.path.parent):
                # Another request may have written the file before this one got the lock.
                return self._open() or self._write(chunks())
        except OSError as error:
            logger.warning("Exports cannot be stored in %s: %s", self.path.parent, error)
            return None

    def _open(self) -> BinaryIO | None:
        try:
            return self.path.open("rb")
        except OSError:
            return None

    def _write(self, chunks: Chunks) -> BinaryIO:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=self.path.parent)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                pack = zlib.compressobj(wbits=GZIP)
                for chunk in chunks:
                    file.write(pack.compress(chunk.encode() if isinstance(chunk, str) else chunk))
                file.write(pack.flush())
            written = part.open("rb")
            if library_version() == self.version:
                part.chmod(0o644)
                part.replace(self.path)
                _delete_old(self.path.parent)
            return written
        finally:
            part.unlink(missing_ok=True)


def stored_export(name: str, *, site: str) -> StoredExport | None:
    """Return where the export `name` of this version of the library is stored.

    Returns None if exports are not stored. `site` is the base URL of the links in the export.
    """
    if settings.DATA.folder is None or not settings.PAGE_CACHE_SECONDS:
        return None
    version = library_version()
    key = hashlib.sha256(repr((version.value, variant(), site)).encode()).hexdigest()[:16]
    return StoredExport(settings.DATA.folder / FOLDER / f"{key}-{name}.gz", version)


@contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, which the system releases if the process ends."""
    with (folder / LOCK).open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ExportRunning from error
        yield


def _delete_old(folder: Path) -> None:
    # Another process may delete the same files.
    with suppress(OSError):
        stored = sorted(folder.glob("*.gz"), key=lambda path: path.stat().st_mtime_ns)
        for old in stored[:-MAX_STORED]:
            old.unlink(missing_ok=True)
        for unfinished in folder.glob(".*.part"):
            if time.time() - unfinished.stat().st_mtime > MAX_PART_AGE:
                unfinished.unlink(missing_ok=True)
