"""Addresses of the same page with something else asked of it."""

from collections.abc import Mapping
from urllib.parse import urlencode


def link(path: str, asked: Mapping[str, object], **changes: object) -> str:
    """Return `path` with what is asked, changed; what is empty is left out."""
    said = {name: value for name, value in {**asked, **changes}.items() if value not in ("", None)}
    return f"{path}?{urlencode(said)}" if said else path


def page_number(asked: Mapping[str, str], *, most: int | None = None) -> int:
    """Return the page that is asked for, from 1; whatever is not a number is the first."""
    said = asked.get("page", "")
    number = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 1
    return max(1, min(number, most) if most else number)
