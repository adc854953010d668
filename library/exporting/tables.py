"""Rows as CSV and JSON Lines, written as they come and never held whole. Pure."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A spreadsheet reads text that starts with one of these as a formula."""
CHUNK = 65_536
"""Characters that are written at once."""

Row = Mapping[str, Any]


class Kind(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    WHOLE = "whole number"
    NUMBER = "number"
    FLAG = "true or false"
    DATE = "date"
    TEXTS = "list of texts"
    PHRASES = "list of {text, start, end, share}"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class Column:
    """A column as a data dictionary describes it."""

    name: str
    kind: Kind
    meaning: str


def cell(value: Any) -> Any:
    """Return `value` for a cell; a text that would run as a formula gets an apostrophe before it.

    A number stays a number, a negative one too; a list or object is JSON.
    """
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_chunks(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield a line of `names` and then one for each row, many lines at once."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(names)
    for row in rows:
        lines.writerow([cell(row[name]) for name in names])
        if text.tell() >= CHUNK:
            yield text.getvalue()
            text.seek(0)
            text.truncate()
    yield text.getvalue()


def json_chunks(rows: Iterable[Row]) -> Iterator[str]:
    """Yield each row as an object on a line of its own, many lines at once."""
    held: list[str] = []
    size = 0
    for row in rows:
        held.append(json.dumps(row, ensure_ascii=False) + "\n")
        size += len(held[-1])
        if size >= CHUNK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)
