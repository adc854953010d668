"""What is said of the data that the library gives away, and where its dumps are kept."""

from dataclasses import dataclass
from pathlib import Path

import environ


@dataclass(frozen=True, slots=True)
class DataSettings:
    """`folder` is None where no dumps are kept."""

    address: str
    """Of the site, as in https://library.example, before links in dumps; '' leaves them without."""
    folder: Path | None
    kept: int
    licence: str
    """SPDX identifier of the licence of scores and editors' texts; never of the words said."""
    backups: Path | None
    """Where whoever runs the site puts its backups; None where that is not said."""


def read(env: environ.Env, *, default: Path | None) -> DataSettings:
    folder = env.str("DUMP_DIR", default=str(default or ""))
    backups = env.str("BACKUP_DIR", default="")
    return DataSettings(
        address=env.str("SITE_ADDRESS", default="").rstrip("/"),
        folder=Path(folder) if folder else None,
        kept=max(1, env.int("DUMPS_KEPT", default=8)),
        licence=env.str("DATA_LICENCE", default="CC-BY-4.0"),
        backups=Path(backups) if backups else None,
    )
