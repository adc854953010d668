"""The addresses themselves, the library in numbers, how it measures, and its scorers."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse
from rest_framework.request import Request

from library.api.pagination import PlacePages
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
    """Where everything is."""

    serializer_class = IndexSerializer

    def get_thing(self) -> dict[str, str]:
        return {name: reverse(f"api:{name}") for name in IndexSerializer.names()}


class StatisticsDetail(PublicDetail):
    """The library in numbers."""

    serializer_class = LibraryStatisticsSerializer

    def get_thing(self) -> LibraryStatistics:
        return library_statistics()


class MethodologyDetail(PublicDetail):
    """How the library measures, and how right it was found to be."""

    serializer_class = MethodologySerializer

    def get_thing(self) -> MethodologyFacts:
        return methodology_facts()


@dataclass(frozen=True, slots=True)
class OfferedScorer:
    """A scorer, and whether it is the one in use."""

    name: str
    version: str
    is_default: bool


class ScorerList(PublicList):
    """The scorers of this installation."""

    serializer_class = ScorerSerializer
    of_library = False

    @cached_property
    def pages(self) -> PlacePages:
        return PlacePages(self.page_size, of="scorers")

    def get_rows(self, request: Request) -> list[Any]:
        in_use = default_scorer().name
        offered = [SCORERS.get(name) for name in SCORERS.names()]
        rows = [OfferedScorer(each.name, each.version, each.name == in_use) for each in offered]
        found = self.pages.page(request, lambda offset, limit: rows[offset : offset + limit])
        return [row for _, row in found]
