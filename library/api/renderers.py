"""Renderers for CSV lists and streamed exports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rest_framework.renderers import BaseRenderer

from library.exporting.parquet import parquet_chunks
from library.exporting.tables import Column, Row, csv_chunks, json_chunks


class CsvRenderer(BaseRenderer):
    """Renders the rows of a list as CSV with a header line; nested lists and objects are JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        names = (renderer_context or {})["view"].requested.names
        return "".join(csv_chunks(names, data["results"]))


class ExportRenderer(BaseRenderer):
    """Base class of streamed export formats. Views call `chunks` instead of `render`."""

    content_type: ClassVar[str]

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        raise NotImplementedError


class CsvExport(ExportRenderer):
    media_type = "text/csv"
    format = "csv"
    content_type = "text/csv; charset=utf-8"

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return csv_chunks([column.name for column in columns], rows)


class JsonLinesExport(ExportRenderer):
    media_type = "application/jsonl"
    format = "jsonl"
    content_type = "application/jsonl; charset=utf-8"

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return json_chunks(rows)


class ParquetExport(ExportRenderer):
    media_type = "application/vnd.apache.parquet"
    format = "parquet"
    content_type = media_type

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return parquet_chunks(columns, rows)
