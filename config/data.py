"""Settings for data dumps, the data licence and backups."""

from dataclasses import dataclass
from pathlib import Path

import environ

DEFAULT_LICENCE = "CC-BY-4.0"


@dataclass(frozen=True, slots=True)
class DataSettings:
    """Settings for data dumps, the data licence and backups."""

    address: str
    """URL of this site for links in dumps, e.g. https://library.example; '' for relative links."""
    folder: Path | None
    """Folder for the dumps; None disables dumps."""
    max_dumps: int
    licence: str
    """SPDX identifier of the licence for scores and editors' texts (not for transcripts)."""
    backups: Path | None
    """Folder with the operator's backups; None if not configured."""


def read(env: environ.Env, *, default: Path | None) -> DataSettings:
    folder = env.str("DUMP_DIR", default=str(default or ""))
    backups = env.str("BACKUP_DIR", default="")
    return DataSettings(
        address=env.str("SITE_ADDRESS", default="").rstrip("/"),
        folder=Path(folder) if folder else None,
        max_dumps=max(1, env.int("DUMPS_KEPT", default=8)),
        licence=env.str("DATA_LICENCE", default=DEFAULT_LICENCE),
        backups=Path(backups) if backups else None,
    )
