"""Store exports of the whole library, so that each version of the library is exported only once.

The first complete download of a version writes the file while it is sent. Later downloads read it.
"""

import hashlib
import logging
import os
import tempfile
import time
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from library.http.content_version import Version, library_version, variant

logger = logging.getLogger(__name__)
FOLDER = "exports"
MAX_STORED = 24
"""Maximum number of stored exports; the oldest are deleted."""
MAX_PART_AGE = 24 * 3600
"""Age in seconds at which an unfinished file is deleted."""
CHUNK_BYTES = 65_536
GZIP = zlib.MAX_WBITS + 16
"""The value for zlib that selects the gzip format."""


@dataclass(frozen=True, slots=True)
class StoredExport:
    """The file for the export of one version of the library in one format, gzip-compressed."""

    path: Path
    version: Version

    def open(self) -> BinaryIO | None:
        """Return the stored file, or None if there is none."""
        try:
            return self.path.open("rb")
        except OSError:
            return None

    def store(self, chunks: Iterable[str | bytes], compressed: bool) -> Iterator[bytes]:
        """Yield the bytes of `chunks`, and store them once all are read.

        Nothing is stored if the download stops early, if the library changes meanwhile, or if the
        file cannot be written.
        """
        part = _Part.start(self.path.parent)
        pack = zlib.compressobj(wbits=GZIP)
        try:
            for chunk in chunks:
                raw = chunk.encode() if isinstance(chunk, str) else chunk
                packed = pack.compress(raw)
                part.write(packed)
                yield packed if compressed else raw
            last = pack.flush()
            part.write(last)
            if library_version() == self.version:
                part.finish(self.path)
            if compressed:
                yield last
        finally:
            part.discard()


def stored_export(name: str, *, site: str) -> StoredExport | None:
    """Return where the export `name` of this version of the library is stored.

    Returns None if exports are not stored. `site` is the base URL of the links in the export.
    """
    if settings.DATA.folder is None or not settings.PAGE_CACHE_SECONDS:
        return None
    version = library_version()
    key = hashlib.sha256(repr((version.value, variant(), site)).encode()).hexdigest()[:16]
    return StoredExport(settings.DATA.folder / FOLDER / f"{key}-{name}.gz", version)


def read_chunks(file: BinaryIO, compressed: bool) -> Iterator[bytes]:
    """Yield the chunks of a stored export, and close it."""
    unpack = zlib.decompressobj(GZIP)
    with file:
        while part := file.read(CHUNK_BYTES):
            yield part if compressed else unpack.decompress(part)


class _Part:
    """An unfinished file. After an error, nothing more is written to it."""

    def __init__(self, file: BinaryIO | None, path: Path) -> None:
        self._file, self._path = file, path

    @classmethod
    def start(cls, folder: Path) -> "_Part":
        try:
            folder.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=folder)
        except OSError as error:
            logger.warning("Exports cannot be stored in %s: %s", folder, error)
            return cls(None, folder)
        return cls(os.fdopen(handle, "wb"), Path(name))

    def write(self, data: bytes) -> None:
        if self._file is None:
            return
        try:
            self._file.write(data)
        except OSError as error:
            self._give_up(error)

    def finish(self, path: Path) -> None:
        """Rename the file to `path`, and delete old files in its folder."""
        if self._file is None:
            return
        try:
            self._file.close()
            self._path.chmod(0o644)
            self._path.replace(path)
        except OSError as error:
            self._give_up(error)
        else:
            _delete_old(path.parent)

    def discard(self) -> None:
        """Delete the file unless it is finished."""
        if self._file is None:
            return
        # Closing a file on a full disk fails again.
        with suppress(OSError):
            self._file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _give_up(self, error: OSError) -> None:
        logger.warning("An export cannot be stored in %s: %s", self._path.parent, error)
        self.discard()
        self._file = None


def _delete_old(folder: Path) -> None:
    # Another process may delete the same files.
    with suppress(OSError):
        stored = sorted(folder.glob("*.gz"), key=lambda path: path.stat().st_mtime_ns)
        for old in stored[:-MAX_STORED]:
            old.unlink(missing_ok=True)
        for unfinished in folder.glob(".*.part"):
            if time.time() - unfinished.stat().st_mtime > MAX_PART_AGE:
                unfinished.unlink(missing_ok=True)
