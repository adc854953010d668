"""Querysets of the episodes that match the filters of a list."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from library.filters import FIRST_ORDERING, EpisodeFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet


class FilteredEpisodes:
    """Published episodes that match `filters`, limited to the keys in `among` unless it is None."""

    def __init__(
        self,
        filters: Mapping[str, Any],
        among: Sequence[int] | None = None,
        filter_set: EpisodeFilter | None = None,
    ) -> None:
        self.filters, self.among = filters, among
        # Creating a filter set copies every filter, so each page creates only one.
        self._filter_set = filter_set or EpisodeFilter({}, Episode.objects.none())

    def episodes(self, *, without: Collection[str] = ()) -> EpisodeQuerySet:
        """Return the episodes in no particular order. The filters in `without` are not applied."""
        episodes = Episode.objects.published().with_lead_assessment().order_by()
        if self.among is not None:
            episodes = episodes.filter(pk__in=self.among)
        for name, value in self.filters.items():
            if name not in without:
                episodes = self._filter_set.apply_filter(episodes, name, value)
        return episodes

    def count(self) -> int:
        if self.among is not None and not self.filters:
            return len(self.among)
        return self.episodes().count()

    def cards(self, ordering: str = FIRST_ORDERING) -> EpisodeQuerySet:
        """Return the ordered episodes with the data for cards."""
        cards = self.episodes().with_what_cards_show()
        return self._filter_set.apply_filter(cards, "ordering", ordering)
