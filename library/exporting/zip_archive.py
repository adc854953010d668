"""Reproducible ZIP archives: identical content produces identical bytes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FILE_TIME = (1980, 1, 1, 0, 0, 0)
"""Modification time of every file: the earliest time that ZIP can store."""


@dataclass(slots=True)
class Archive:
    """A ZIP file that is being written. `sums` maps file names to SHA-256 digests."""

    file: ZipFile
    sums: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[str | bytes]) -> None:
        """Add the file `name`, whose content is `chunks`."""
        info = ZipInfo(name, FILE_TIME)
        info.compress_type = ZIP_DEFLATED
        info.create_system = 3
        info.external_attr = 0o644 << 16
        digest = hashlib.sha256()
        with self.file.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                data = chunk.encode() if isinstance(chunk, str) else chunk
                digest.update(data)
                member.write(data)
        self.sums[name] = digest.hexdigest()

    @property
    def checksums(self) -> str:
        """The digests in the format of `sha256sum --check`."""
        return "".join(f"{digest}  {name}\n" for name, digest in sorted(self.sums.items()))


def checksum_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
