"""Streamed exports of segments. Each client can download one export at a time."""

from collections.abc import Generator, Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_vary_headers
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotAcceptable, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.settings import api_settings

from library.api.columns import load_only
from library.api.conditional_requests import cache_key, conditional
from library.api.filters import SegmentFilter, reject_unknown_slugs
from library.api.renderers import CsvExport, JsonLinesExport, ParquetExport
from library.api.serializers.segments import LibrarySegmentSerializer
from library.api.views.base import PublicView, reject_empty
from library.api.views.segments import SegmentList
from library.exporting.parquet import can_write_parquet
from library.exporting.segment_table import COLUMNS, in_batches, segment_rows
from library.exporting.stored_exports import (
    TEXTS,
    FileChunks,
    WholeExport,
    are_available,
    are_stored,
)
from library.http.content_version import library_version
from library.http.work_budget import WorkBudget
from library.models import Episode
from library.tasks import await_export, request_export
from scoring.models import SegmentScore

MAX_WAIT = 5
"""Maximum number of seconds for which a request waits for an export to be written."""
RETRY_AFTER = 10
"""Seconds to wait while another export is running."""
MAX_ROWS = 300
"""Maximum number of rows of an export that is made for one request by a client without a token.
Exports that are stored, or of one episode, have no limit."""
Chunks = Iterable[str] | Iterable[bytes]
ALL_COLUMNS = frozenset(column.name for column in COLUMNS)
STORED_COLUMNS = (ALL_COLUMNS, ALL_COLUMNS - TEXTS)
"""Sets of columns for which the export of the whole library is stored."""
TOO_LARGE = (
    f"Without a token, an export with filters, or with other columns, has at most {MAX_ROWS} rows. "
    "Use narrower filters, the list of segments, or the export of the whole library with all "
    "columns or with omit=text,phrases."
)
NOT_STORED = (
    f"This site stores no exports, so without a token they have at most {MAX_ROWS} rows. Use the "
    "list of segments."
)


class RunningExport:
    """The chunks of an export. The client cannot start another export until this one is closed."""

    def __init__(self, chunks: Chunks, budget: WorkBudget) -> None:
        self.chunks, self.budget = chunks, budget

    def __iter__(self) -> Iterator[str | bytes]:
        for chunk in self.chunks:
            self.budget.continue_export()
            yield chunk

    def close(self) -> None:
        self.budget.end_export()
        if isinstance(self.chunks, Generator | FileChunks):
            self.chunks.close()


class SegmentExport(PublicView):
    """Return all scored segments of the library as CSV, JSON Lines or Parquet.

    The export of the whole library, with all columns or with `omit=text,phrases`, is a file that
    is written after the first request for a version of the library. Until it is ready, the
    response is a 429; with a token, it is the export. Without a token, other exports have at most
    300 rows; a larger one is a 400.
    """

    serializer_class = LibrarySegmentSerializer
    queryset = SegmentScore.objects.none()  # for the OpenAPI schema
    renderer_classes = [CsvExport, JsonLinesExport, ParquetExport]
    filter_backends = [DjangoFilterBackend]
    filterset_class: ClassVar[type[FilterSet] | None] = SegmentFilter
    running: RunningExport | None = None

    def get(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        version = library_version()
        key = cache_key(request, version)
        if self.is_whole:
            # If the client has this version, do not start an export.
            unsent = HttpResponse(headers={"ETag": f'W/"{key}"'})
            answer = conditional(request, unsent, version)
            if answer is not unsent:
                return answer
        response = self._render(request, key)
        answer = conditional(request, response, version)
        if answer is not response and self.running is not None:
            self.running.close()
        return answer

    def allowed_parameters(self) -> list[str]:
        return [*super().allowed_parameters(), *self.filters]

    @property
    def filters(self) -> dict[str, Any]:
        return self.filterset_class.base_filters if self.filterset_class else {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        reject_empty(request, self.filters)
        if request.accepted_renderer.format == "parquet" and not can_write_parquet():
            raise NotAcceptable("Parquet is not installed here. Available formats: csv, jsonl.")

    def get_queryset(self) -> QuerySet[SegmentScore]:
        # A HEAD request needs no rows.
        scores = SegmentScore.objects
        rows = scores.of_assessments_in_force() if self.request.method == "GET" else scores.none()
        return rows.with_change_time()

    @property
    def file_stem(self) -> str:
        return "segments"

    def build_response(self, request: Request) -> HttpResponseBase:  # type: ignore[override]
        budget: WorkBudget = request._request.work_budget  # type: ignore[attr-defined]
        if not budget.begin_export():
            raise Throttled(RETRY_AFTER, "Another export for this client is still running.")
        try:
            chunks, compressed = self._read(request)
        except BaseException:
            budget.end_export()
            raise
        self.running = RunningExport(chunks, budget)
        return self._response(self.running, compressed=compressed)

    def _read(self, request: Request) -> tuple[Chunks, bool]:
        """Return the chunks of the export, and whether they are gzip-compressed."""
        if not (self.is_whole and are_stored()):
            return self._chunks(is_limited=not (self.is_whole and are_available())), False
        with_texts = {*self.requested.names} == ALL_COLUMNS
        export = WholeExport(request.accepted_renderer.format, with_texts)
        version = library_version()
        stored = export.open(version)
        if stored is None and request.auth:
            request_export(export)
            stored = export.open(version)  # without workers, it has been written now
            if stored is None:
                return self._chunks(), False
        stored = stored or await_export(export, version, seconds=MAX_WAIT)
        if stored is None:
            raise Throttled(RETRY_AFTER, "The file with this export is not ready yet.")
        stored.compressed = "gzip" in request.headers.get("Accept-Encoding", "")
        return stored, stored.compressed

    @property
    def is_whole(self) -> bool:
        """Whether the library has a single export with these parameters, which can be stored."""
        is_unfiltered = not {*self.request.query_params} - {"fields", "omit", "format"}
        is_read = self.request.method == "GET"
        return is_read and is_unfiltered and {*self.requested.names} in STORED_COLUMNS

    def _chunks(self, *, is_limited: bool = False) -> Chunks:
        request: Request = self.request
        site = settings.DATA.address or request.build_absolute_uri("/").rstrip("/")
        columns_of = self.serializer_class.columns_of
        names = [column for field in self.requested.names for column in columns_of(field)]
        queryset = self.filter_queryset(self.get_queryset())
        reject_unknown_slugs(request.query_params, self.filters)
        if is_limited and not request.auth:
            self.check_size(queryset)
        queryset = load_only(queryset, names, joined=SegmentList.joined)
        columns = [column for column in COLUMNS if column.name in self.requested]
        rows = segment_rows(in_batches(queryset), [column.name for column in columns], site=site)
        renderer: Any = request.accepted_renderer
        chunks: Chunks = renderer.chunks(columns, rows)
        return chunks

    def check_size(self, rows: QuerySet[SegmentScore]) -> None:
        """Raise ValidationError if the export has more rows than a client without a token gets."""
        if rows.order_by()[: MAX_ROWS + 1].count() > MAX_ROWS:
            reason = NOT_STORED if self.is_whole else TOO_LARGE
            raise ValidationError({api_settings.NON_FIELD_ERRORS_KEY: [reason]})

    @property
    def filename(self) -> str:
        return f"{self.file_stem}.{self.request.accepted_renderer.format}"

    def _response(self, chunks: Iterable[Any], *, compressed: bool = False) -> HttpResponseBase:
        """Return a streamed response; `chunks` are gzip-compressed if `compressed` is true."""
        renderer: Any = self.request.accepted_renderer
        response = StreamingHttpResponse(
            chunks,
            content_type=renderer.content_type,
            headers={"Content-Disposition": f'attachment; filename="{self.filename}"'},
        )
        if compressed:
            response["Content-Encoding"] = "gzip"
        patch_vary_headers(response, ["Accept-Encoding"])
        return response


class EpisodeSegmentExport(SegmentExport):
    """Return all scored segments of an episode as CSV, JSON Lines or Parquet."""

    filterset_class = None
    is_whole = False

    def check_size(self, rows: QuerySet[SegmentScore]) -> None:
        """Accept any size: a single episode is never large."""

    def get_queryset(self) -> QuerySet[SegmentScore]:
        episodes = Episode.objects.published().only("slug")
        episode = get_object_or_404(episodes, slug=self.kwargs["slug"])
        return SegmentScore.objects.in_force().filter(assessment__episode=episode)

    @property
    def file_stem(self) -> str:
        return f"{self.kwargs['slug']}.segments"
