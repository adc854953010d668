"""The episodes of a list: those that the filters of its page leave."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from library.filters import FIRST_ORDERING, EpisodeFilter
from library.models import Episode
from library.models.episode import EpisodeQuerySet


class Narrowed:
    """Published episodes that the filters `given` leave, of those `among` where it is not None."""

    def __init__(
        self,
        given: Mapping[str, Any],
        among: Sequence[int] | None = None,
        filters: EpisodeFilter | None = None,
    ) -> None:
        self.given, self.among = given, among
        # Django copies every filter for each set of them, so a page makes one.
        self._filters = filters or EpisodeFilter({}, Episode.objects.none())

    def episodes(self, *, without: Collection[str] = ()) -> EpisodeQuerySet:
        """Return them in no order; the filters named in `without` do not apply."""
        episodes = Episode.objects.published().with_lead_assessment().order_by()
        if self.among is not None:
            episodes = episodes.filter(pk__in=self.among)
        for name, value in self.given.items():
            if name not in without:
                episodes = self._filters.narrow(episodes, name, value)
        return episodes

    def cards(self, ordering: str = FIRST_ORDERING) -> EpisodeQuerySet:
        """Return them in order, with all that a card shows."""
        cards = self.episodes().with_what_cards_show()
        return self._filters.narrow(cards, "ordering", ordering)
