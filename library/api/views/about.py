"""Views for the API index, statistics, methodology and scorers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from library.api.pagination import OffsetPages
from library.api.serializers.about import (
    IndexSerializer,
    LibraryStatisticsSerializer,
    MethodologySerializer,
    ScorerSerializer,
)
from library.api.views.base import PublicDetail, PublicList
from library.pages.about.methodology import MethodologyFacts, methodology_facts
from library.pages.episode.statistics import LibraryStatistics, library_statistics
from scoring.core.registry import SCORERS
from scoring.services.assessing import default_scorer


class Index(PublicDetail):
    """List the endpoints of the API."""

    serializer_class = IndexSerializer

    def get_object(self) -> dict[str, str]:
        return {name: reverse(f"api:{name}") for name in IndexSerializer.names()}


class StatisticsDetail(PublicDetail):
    """Return statistics of the library."""

    serializer_class = LibraryStatisticsSerializer

    def get_object(self) -> LibraryStatistics:
        return library_statistics()


class MethodologyDetail(PublicDetail):
    """Return the parameters and the measured accuracy of the scoring method."""

    serializer_class = MethodologySerializer

    def get_object(self) -> MethodologyFacts:
        return methodology_facts()


@dataclass(frozen=True, slots=True)
class InstalledScorer:
    name: str
    version: str
    is_default: bool


class ScorerList(PublicList):
    """List the installed scorers."""

    counts = False
    serializer_class = ScorerSerializer
    is_versioned = False

    @cached_property
    def pages(self) -> OffsetPages:
        return OffsetPages(self.page_size, of="scorers")

    def get_rows(self, request: Request) -> list[Any]:
        default = default_scorer().name
        scorers = [SCORERS.get(name) for name in SCORERS.names()]
        rows = [
            InstalledScorer(scorer.name, scorer.version, scorer.name == default)
            for scorer in scorers
        ]
        page = self.pages.page(request, lambda offset, limit: rows[offset : offset + limit])
        return [row for _, row in page]
