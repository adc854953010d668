"""Archives whose bytes depend on what is in them alone: no clock, no owner, one order. Pure."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

BEGINNING = (1980, 1, 1, 0, 0, 0)
"""The time of every file: the first that the format knows."""


@dataclass(slots=True)
class Archive:
    """A ZIP file being written; `sums` are the SHA-256 of what is in it, by name."""

    file: ZipFile
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[str | bytes]) -> None:
        """Add a file of these chunks, as they come."""
        info = ZipInfo(name, BEGINNING)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o644 << 16
        found = hashlib.sha256()
        with self.file.open(info, "w", force_zip64=True) as written:
            for chunk in chunks:
                data = chunk.encode() if isinstance(chunk, str) else chunk
                found.update(data)
                written.write(data)
        self.sums[name] = found.hexdigest()

    @property
    def checksums(self) -> str:
        """The sums as `sha256sum --check` reads them."""
        return "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
