"""Stream rows as Parquet; requires the extra `parquet`."""

import io
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from library.exporting.tables import Column, Kind, Row

GROUP_SIZE = 5_000
"""Rows per row group."""


def can_write_parquet() -> bool:
    return find_spec("pyarrow") is not None


def parquet_chunks(columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[bytes]:
    """Yield the chunks of a Parquet file that contains `rows`."""
    arrow: Any = import_module("pyarrow")
    parquet: Any = import_module("pyarrow.parquet")
    schema = arrow.schema([(column.name, _type(arrow, column.kind)) for column in columns])
    buffer = _Buffer()
    with parquet.ParquetWriter(arrow.PythonFile(buffer, mode="w"), schema) as writer:
        for group in _groups(rows):
            writer.write_table(arrow.Table.from_pylist(group, schema=schema))
            yield buffer.flush_bytes()
    yield buffer.flush_bytes()


class _Buffer(io.RawIOBase):
    """A write-only file in memory. `flush_bytes` returns and clears the content."""

    def __init__(self) -> None:
        super().__init__()
        self._content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._content += data
        return len(data)

    def flush_bytes(self) -> bytes:
        content = bytes(self._content)
        self._content.clear()
        return content


def _groups(rows: Iterable[Row]) -> Iterator[list[Row]]:
    group: list[Row] = []
    for row in rows:
        group.append(row)
        if len(group) == GROUP_SIZE:
            yield group
            group = []
    if group:
        yield group


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
