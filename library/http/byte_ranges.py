"""The part of a file that a `Range` header asks for (RFC 9110, section 14). Pure."""

import re
from dataclasses import dataclass

_ONE = re.compile(r"\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*", re.ASCII | re.IGNORECASE)
MOST_DIGITS = 18


class Unsatisfiable(ValueError):
    """The range begins after the end of the file."""


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to `end`, which is not among them."""

    start: int
    end: int

    def header(self, size: int) -> str:
        return f"bytes {self.start}-{self.end - 1}/{size}"


def asked_span(header: str, size: int) -> Span | None:
    """Return the part asked for, or None where the whole file is the answer.

    That is so without a header, for one that is none of ours, and for several ranges at once, which
    nobody has to serve. Raises Unsatisfiable.
    """
    found = _ONE.fullmatch(header)
    if found is None:
        return None
    first, last = found.groups()
    if (not first and not last) or max(len(first), len(last)) > MOST_DIGITS:
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
