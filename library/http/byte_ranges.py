"""Parse `Range` headers (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_SINGLE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.ASCII | re.IGNORECASE)
MAX_DIGITS = 18


class Unsatisfiable(ValueError):
    """Raised if the requested range contains no byte of the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of bytes from `start` up to, but not including, `end`."""

    start: int
    end: int

    def header(self, size: int) -> str:
        return f"bytes {self.start}-{self.end - 1}/{size}"


def requested_range(header: str, size: int) -> Span | None:
    """Return the requested range, or None to send the whole file.

    The whole file is sent if the header is empty or invalid, or requests several ranges. Raises
    Unsatisfiable if the range contains no byte of the file.
    """
    match = _SINGLE_RANGE.fullmatch(header)
    if match is None:
        return None
    first, last = match.groups()
    if (not first and not last) or max(len(first), len(last)) > MAX_DIGITS:
        return None
    if not first:
        if int(last) == 0 or size == 0:
            raise Unsatisfiable
        return Span(max(0, size - int(last)), size)
    start = int(first)
    if last and int(last) < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(int(last) + 1, size) if last else size)
