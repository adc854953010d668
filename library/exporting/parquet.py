"""Rows as Parquet, written as they come; only where the extra `parquet` is installed. Pure."""

import io
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from library.exporting.tables import Column, Kind, Row

GROUP = 5_000
"""Rows that are written at once, and can be read at once."""


def can_write_parquet() -> bool:
    return find_spec("pyarrow") is not None


def parquet_chunks(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield a Parquet file of `rows`, group by group."""
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    schema = arrow.schema([(each.name, _type(arrow, each.kind)) for each in columns])
    written = _Written()
    with parquet.ParquetWriter(arrow.PythonFile(written, mode="w"), schema) as writer:
        for group in _groups(rows):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            yield written.taken()
    yield written.taken()


class _Written(io.RawIOBase):
    """What has been written and not been taken yet."""

    def __init__(self) -> None:
        super().__init__()
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        found = bytes(self._held)
        self._held.clear()
        return found


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in groups."""
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == GROUP:
            yield held
            held = []
    if held:
        yield held


def _type(arrow: Any, kind: Kind) -> Any:
    phrase = [
        ("text", arrow.string()),
        ("start", arrow.int32()),
        ("end", arrow.int32()),
        ("share", arrow.float64()),
    ]
    return {
        Kind.TEXT: arrow.string(),
        Kind.WHOLE: arrow.int32(),
        Kind.NUMBER: arrow.float64(),
        Kind.PHRASES: arrow.list_(arrow.struct(phrase)),
    }[kind]
