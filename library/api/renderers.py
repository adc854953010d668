"""Lists as CSV, for spreadsheets and for R, and the forms of exports."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

from rest_framework.renderers import BaseRenderer

from library.exporting.parquet import parquet_chunks
from library.exporting.tables import Column, Row, csv_chunks, json_chunks


class CsvRenderer(BaseRenderer):
    """The rows of a list with a line of names; a field that is itself a list or object is JSON."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> str:
        names = (renderer_context or {})["view"].wanted.names
        return "".join(csv_chunks(names, data["results"]))


class ExportForm(BaseRenderer):
    """A form in which rows are written as they come; not for answers that are made whole."""

    content_type: ClassVar[str]

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        raise NotImplementedError


class CsvExport(ExportForm):
    media_type = "text/csv"
    format = "csv"
    content_type = "text/csv; charset=utf-8"

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return csv_chunks([each.name for each in columns], rows)


class JsonLinesExport(ExportForm):
    media_type = "application/jsonl"
    format = "jsonl"
    content_type = "application/jsonl; charset=utf-8"

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return json_chunks(rows)


class ParquetExport(ExportForm):
    media_type = "application/vnd.apache.parquet"
    format = "parquet"
    content_type = media_type

    def chunks(self, columns: Sequence[Column], rows: Iterable[Row]) -> Iterator[str | bytes]:
        return parquet_chunks(columns, rows)
