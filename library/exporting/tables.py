"""Stream rows as CSV and JSON Lines."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""Spreadsheets treat a text that starts with one of these characters as a formula."""
CHUNK_SIZE = 65_536
"""Characters per chunk."""

Row = Mapping[str, Any]


class Kind(StrEnum):
    """Type of a column."""

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
    """A column and its description for the data dictionary."""

    name: str
    kind: Kind
    meaning: str


def cell(value: Any) -> Any:
    """Return `value` as a CSV cell.

    Lists and objects are written as JSON, and formulas get a leading apostrophe. Numbers are not
    changed, even if they are negative.
    """
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_chunks(names: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """Yield the chunks of a CSV file with a header line."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(names)
    for row in rows:
        writer.writerow([cell(row[name]) for name in names])
        if buffer.tell() >= CHUNK_SIZE:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def json_chunks(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the chunks of a JSON Lines file."""
    lines: list[str] = []
    size = 0
    for row in rows:
        lines.append(json.dumps(row, ensure_ascii=False) + "\n")
        size += len(lines[-1])
        if size >= CHUNK_SIZE:
            yield "".join(lines)
            lines, size = [], 0
    yield "".join(lines)
