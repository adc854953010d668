"""JSON parser that records the line of every value, for error messages.

`read_json` accepts the same JSON as the standard library, but rejects duplicate keys, NaN,
infinities and nesting deeper than `MAX_DEPTH`. Lines are stored by JSON pointer (RFC 6901), such as
`/overrides/0/score`.
"""

import json
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

MAX_DEPTH = 20
_SPACE = re.compile(r"[ \t\n\r]*")


class BadJson(ValueError):
    """The JSON is invalid; `line` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


def read_json(text: str) -> tuple[Any, dict[str, int]]:
    """Return the parsed value of `text`, and the line of every value by JSON pointer.

    Raises BadJson if `text` is invalid.
    """
    reader = _Reader(text)
    value, end = reader.value(reader.skip(0), "", 0)
    end = reader.skip(end)
    if end != len(text):
        raise reader.fault(end, "unexpected text after the JSON value")
    return value, reader.lines


def pointer(path: Sequence[str | int]) -> str:
    """Return the JSON pointer for a path of keys and list indices."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in path)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is not a valid number")


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: dict[str, int] = {}
        self._breaks = [match.start() for match in re.finditer("\n", text)]
        self._scalar = json.JSONDecoder(parse_constant=_no_constant)

    def fault(self, offset: int, message: str) -> BadJson:
        return BadJson(self.line(offset), message)

    def line(self, offset: int) -> int:
        return bisect_left(self._breaks, offset) + 1

    def skip(self, offset: int) -> int:
        match = _SPACE.match(self.text, offset)
        return match.end() if match else offset

    def value(self, offset: int, at: str, depth: int) -> tuple[Any, int]:
        """Return the value at `offset`, whose JSON pointer is `at`, and its end offset."""
        if depth > MAX_DEPTH:
            raise self.fault(offset, f"nested deeper than {MAX_DEPTH} levels")
        self.lines.setdefault(at, self.line(offset))
        match self.text[offset : offset + 1]:
            case "{":
                return self._object(offset, at, depth)
            case "[":
                return self._array(offset, at, depth)
        return self._plain(offset)

    def _plain(self, offset: int) -> tuple[Any, int]:
        """Return the string, number, boolean or null at `offset`, and its end offset."""
        try:
            return self._scalar.raw_decode(self.text, offset)
        except json.JSONDecodeError as error:
            raise self.fault(min(error.pos, len(self.text)), error.msg) from None
        except ValueError as error:
            raise self.fault(offset, str(error)) from None

    def _object(self, offset: int, at: str, depth: int) -> tuple[dict[str, Any], int]:
        members: dict[str, Any] = {}
        offset = self.skip(offset + 1)
        while self.text[offset : offset + 1] != "}":
            if members:
                offset = self._expect(",", offset)
            if self.text[offset : offset + 1] != '"':
                raise self.fault(offset, "expected a key in double quotes")
            key, end = self._plain(offset)
            if key in members:
                raise self.fault(offset, f"the key {key!r} occurs twice")
            below = at + pointer([key])
            self.lines[below] = self.line(offset)
            members[key], offset = self.value(self._expect(":", self.skip(end)), below, depth + 1)
            offset = self.skip(offset)
        return members, offset + 1

    def _array(self, offset: int, at: str, depth: int) -> tuple[list[Any], int]:
        items: list[Any] = []
        offset = self.skip(offset + 1)
        while self.text[offset : offset + 1] != "]":
            if items:
                offset = self._expect(",", offset)
            value, offset = self.value(offset, f"{at}/{len(items)}", depth + 1)
            items.append(value)
            offset = self.skip(offset)
        return items, offset + 1

    def _expect(self, mark: str, offset: int) -> int:
        if self.text[offset : offset + 1] != mark:
            raise self.fault(offset, f"expected {mark!r}")
        return self.skip(offset + 1)
