"""Segments as whole tables, written as they are read."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django_filters import FilterSet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework.exceptions import NotAcceptable
from rest_framework.request import Request

from library.api.columns import load_only
from library.api.filters import SegmentFilter
from library.api.renderers import CsvExport, JsonLinesExport, ParquetExport
from library.api.serializers.segments import LibrarySegmentSerializer
from library.api.views.base import PublicView, refuse_empty
from library.api.views.segments import SegmentList
from library.exporting.parquet import can_write_parquet
from library.exporting.segment_table import COLUMNS, in_batches, segment_rows
from library.models import Episode
from scoring.models import SegmentScore


class SegmentExport(PublicView):
    """Every segment of the library with its score, as CSV, JSON Lines or Parquet, in one answer."""

    serializer_class = LibrarySegmentSerializer
    renderer_classes = [CsvExport, JsonLinesExport, ParquetExport]
    filter_backends = [DjangoFilterBackend]
    filterset_class: ClassVar[type[FilterSet] | None] = SegmentFilter

    def known_parameters(self) -> list[str]:
        return [*super().known_parameters(), *self.filters]

    @property
    def filters(self) -> dict[str, Any]:
        return self.filterset_class.base_filters if self.filterset_class else {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_empty(request, self.filters)
        if request.accepted_renderer.format == "parquet" and not can_write_parquet():
            raise NotAcceptable(
                "Parquet is not written here: this installation is without the extra “parquet”. "
                "There are: csv, jsonl."
            )

    def get_queryset(self) -> QuerySet[SegmentScore]:
        return SegmentScore.objects.in_force()

    @property
    def file_stem(self) -> str:
        return "segments"

    def answer(self, request: Request) -> HttpResponseBase:  # type: ignore[override]
        columns_of = self.serializer_class.columns_of
        wanted = [column for field in self.wanted.names for column in columns_of(field)]
        found = self.filter_queryset(self.get_queryset())
        found = load_only(found, wanted, joined=SegmentList.joined)
        site = request.build_absolute_uri("/").rstrip("/")
        scores = in_batches(found) if request.method == "GET" else ()
        columns = [each for each in COLUMNS if each.name in self.wanted]
        rows = segment_rows(scores, [each.name for each in columns], site=site)
        form: Any = request.accepted_renderer
        name = f"{self.file_stem}.{form.format}"
        return StreamingHttpResponse(
            form.chunks(columns, rows),
            content_type=form.content_type,
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


class EpisodeSegmentExport(SegmentExport):
    """Every segment of an episode with its score, as CSV, JSON Lines or Parquet, in one answer."""

    filterset_class = None

    def get_queryset(self) -> QuerySet[SegmentScore]:
        episodes = Episode.objects.published().only("slug")
        episode = get_object_or_404(episodes, slug=self.kwargs["slug"])
        return super().get_queryset().filter(assessment__episode=episode)

    @property
    def file_stem(self) -> str:
        return f"{self.kwargs['slug']}.segments"
