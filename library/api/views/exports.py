"""Streamed exports of segments."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from library.api.columns import load_only
from library.api.filters import SegmentFilter, reject_unknown_slugs
from library.api.renderers import CsvExport, JsonLinesExport, ParquetExport
from library.api.serializers.segments import LibrarySegmentSerializer
from library.api.views.base import PublicView, reject_empty
from library.api.views.segments import SegmentList
from library.exporting.parquet import can_write_parquet
from library.exporting.segment_table import COLUMNS, in_batches, segment_rows
from library.models import Episode
from scoring.models import SegmentScore


class SegmentExport(PublicView):
    """Return all scored segments of the library as CSV, JSON Lines or Parquet."""

    serializer_class = LibrarySegmentSerializer
    renderer_classes = [CsvExport, JsonLinesExport, ParquetExport]
    filter_backends = [DjangoFilterBackend]
    filterset_class: ClassVar[type[FilterSet] | None] = SegmentFilter

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
        return SegmentScore.objects.in_force().with_change_time()

    @property
    def file_stem(self) -> str:
        return "segments"

    def build_response(self, request: Request) -> HttpResponseBase:  # type: ignore[override]
        columns_of = self.serializer_class.columns_of
        names = [column for field in self.requested.names for column in columns_of(field)]
        queryset = self.filter_queryset(self.get_queryset())
        reject_unknown_slugs(request.query_params, self.filters)
        queryset = load_only(queryset, names, joined=SegmentList.joined)
        site = request.build_absolute_uri("/").rstrip("/")
        scores = in_batches(queryset) if request.method == "GET" else ()
        columns = [column for column in COLUMNS if column.name in self.requested]
        rows = segment_rows(scores, [column.name for column in columns], site=site)
        renderer: Any = request.accepted_renderer
        filename = f"{self.file_stem}.{renderer.format}"
        return StreamingHttpResponse(
            renderer.chunks(columns, rows),
            content_type=renderer.content_type,
            headers={"Content-Disposition": f'attachment; filename="{filename}"'},
        )


class EpisodeSegmentExport(SegmentExport):
    """Return all scored segments of an episode as CSV, JSON Lines or Parquet."""

    filterset_class = None

    def get_queryset(self) -> QuerySet[SegmentScore]:
        episodes = Episode.objects.published().only("slug")
        episode = get_object_or_404(episodes, slug=self.kwargs["slug"])
        return super().get_queryset().filter(assessment__episode=episode)

    @property
    def file_stem(self) -> str:
        return f"{self.kwargs['slug']}.segments"
