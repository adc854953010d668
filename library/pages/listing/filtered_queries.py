"""A list of episodes, narrowed by filters: each of its queries is written as SQL once.

A list asks a dozen queries, and Django takes longer to write their SQL than PostgreSQL to answer
them. What differs between most requests is only what the filters are given.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db.models import Count, QuerySet

from library.db.prepared_querysets import Compiled, Given
from library.filters import FIRST_ORDERING, EpisodeFilter
from library.models import Episode
from library.querysets import EpisodeQuerySet

PER_PAGE = 24
MOST_SHAPES = 512
"""Queries whose SQL is remembered: some dozen for each set of filters in use."""

SHAPING = ("has_transcript", "assessed_by_editor")
"""Filters whose value changes the SQL; the others are compared with what they are given."""

Query = Callable[..., QuerySet[Any, Any]]
Shape = tuple[tuple[str, str], ...]


class Narrowed:
    """Published episodes that the filters `given` leave, of those `among` where it is not None."""

    def __init__(self, given: Mapping[str, Any], among: Sequence[int] | None = None) -> None:
        self.given, self.among = given, among

    def ask(self, query: Query, *arguments: Any, but: str = "", **values: Any) -> list[Any]:
        """Return the rows of `query(episodes, *arguments)`, the filter `but` left out.

        What `query` has as `Given` beside the filters is in `values`.
        """
        names = sorted(name for name in self.given if name != but)
        shape = tuple((name, self.given[name] if name in SHAPING else "") for name in names)
        return self._asked(query, arguments, shape)(**self.given, **values)

    def _asked(
        self, query: Query, arguments: Sequence[Any], shape: Shape
    ) -> Callable[..., list[Any]]:
        among = self.among
        if among is None:
            return _written(query, tuple(arguments), shape)
        if not among:
            return lambda **_: []
        return Compiled(lambda: query(_episodes(shape).filter(pk__in=among), *arguments))


@lru_cache(maxsize=MOST_SHAPES)
def _written(query: Query, arguments: tuple[Any, ...], shape: Shape) -> Compiled[Any]:
    return Compiled(lambda: query(_episodes(shape), *arguments))


def _episodes(shape: Shape) -> EpisodeQuerySet:
    episodes = Episode.objects.published().with_lead_assessment().order_by()
    filters = EpisodeFilter({}, episodes)
    for name, value in shape:
        episodes = filters.narrow(episodes, name, value or Given(name))
    return episodes


class CardRows:
    """The episodes of a list in their order, as a paginator asks for them; two queries."""

    ordered = True

    def __init__(self, narrowed: Narrowed, ordering: str = FIRST_ORDERING) -> None:
        self._narrowed, self._ordering = narrowed, ordering

    def count(self) -> int:
        return sum(number for _, number in self._narrowed.ask(_counted))

    def __getitem__(self, places: slice) -> list[Episode]:
        # A whole page, however many there are, so that the SQL stays the same.
        return self._narrowed.ask(_cards, self._ordering, places.start)


def _counted(episodes: EpisodeQuerySet) -> QuerySet[Any, Any]:
    return episodes.values_list("status").annotate(Count("pk"))


def _cards(episodes: EpisodeQuerySet, ordering: str, start: int) -> EpisodeQuerySet:
    shown = episodes.with_what_cards_show().newest_first()
    return EpisodeFilter({}, shown).narrow(shown, "ordering", ordering)[start : start + PER_PAGE]
