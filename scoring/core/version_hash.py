"""Hashes that identify scorer versions."""

import hashlib
import re

CHARACTERS = 12
_NUMBER = re.compile(r"\d+(e\d+)?")


def version_hash(*sources: str) -> str:
    """Return a twelve-character hash of `sources`.

    The hash never looks like a number such as "123456789012" or "12345678e901", which spreadsheets
    and data frames would convert.
    """
    digits = hashlib.sha256("\0".join(sources).encode()).hexdigest()
    windows = (digits[start : start + CHARACTERS] for start in range(len(digits) - CHARACTERS))
    return next((each for each in windows if not _NUMBER.fullmatch(each)), f"v{digits[:11]}")
