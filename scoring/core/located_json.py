"""JSON read with the line on which every value stands, so that a fault can be pointed at.

`read_json` takes what the standard library takes, less what it is too kind about: a key that
stands twice, NaN and the infinities, and nesting deeper than `DEEPEST`. Places are named by JSON
pointers (RFC 6901): `/overrides/0/score`.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

DEEPEST = 20
_SPACE = re.compile(r"[ \t\n\r]*")


class BadJson(ValueError):
    """The text is not JSON; `line` is where, from 1, and the message says what is wrong."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_json(text: str) -> tuple[Any, dict[str, int]]:
    """Return the value of `text`, and the line of every value in it by its pointer."""
    reader = _Reader(text)
    value, end = reader.value(reader.skip(0), "", 0)
    end = reader.skip(end)
    if end != len(text):
        raise reader.fault(end, "text after the end of the JSON value")
    return value, reader.lines


def pointer(path: Sequence[str | int]) -> str:
    """Return the JSON pointer of a path of keys and places in lists."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[str, int] = {}
        self._breaks = [found.start() for found in re.finditer("\n", text)]
        self._scalar = json.JSONDecoder(parse_constant=_no_constant)

    def fault(self, place: int, message: str) -> BadJson:
        return BadJson(self.line(place), message)

    def line(self, place: int) -> int:
        return bisect_left(self._breaks, place) + 1

    def skip(self, place: int) -> int:
        found = _SPACE.match(self.text, place)
        return found.end() if found else place

    def value(self, place: int, at: str, depth: int) -> tuple[Any, int]:
        """Return the value that begins at `place`, whose pointer is `at`, and where it ends."""
        if depth > DEEPEST:
            raise self.fault(place, f"nested deeper than {DEEPEST}")
        self.lines.setdefault(at, self.line(place))
        match self.text[place : place + 1]:
            case "{":
                return self._object(place, at, depth)
            case "[":
                return self._array(place, at, depth)
        return self._plain(place)

    def _plain(self, place: int) -> tuple[Any, int]:
        """Return the text, number, truth value or null that begins at `place`, and its end."""
        try:
            return self._scalar.raw_decode(self.text, place)
        except json.JSONDecodeError as error:
            raise self.fault(min(error.pos, len(self.text)), error.msg) from None
        except ValueError as error:
            raise self.fault(place, str(error)) from None

    def _object(self, place: int, at: str, depth: int) -> tuple[dict[str, Any], int]:
        found: dict[str, Any] = {}
        place = self.skip(place + 1)
        while self.text[place : place + 1] != "}":
            if found:
                place = self._expect(",", place)
            if self.text[place : place + 1] != '"':
                raise self.fault(place, "a key in double quotes is expected")
            key, end = self._plain(place)
            if key in found:
                raise self.fault(place, f"the key {key!r} stands twice")
            below = at + pointer([key])
            self.lines[below] = self.line(place)
            found[key], place = self.value(self._expect(":", self.skip(end)), below, depth + 1)
            place = self.skip(place)
        return found, place + 1

    def _array(self, place: int, at: str, depth: int) -> tuple[list[Any], int]:
        found: list[Any] = []
        place = self.skip(place + 1)
        while self.text[place : place + 1] != "]":
            if found:
                place = self._expect(",", place)
            value, place = self.value(place, f"{at}/{len(found)}", depth + 1)
            found.append(value)
            place = self.skip(place)
        return found, place + 1

    def _expect(self, mark: str, place: int) -> int:
        if self.text[place : place + 1] != mark:
            raise self.fault(place, f"{mark!r} is expected")
        return self.skip(place + 1)
