"""Admin start page: queues of open tasks, and the balance of the shelves."""

from dataclasses import dataclass, replace
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from library import charts
from library.models import Episode, Shelf
from library.pages.curation.queues import QUEUES, Queue, episode_queue, other_queues
from scoring.core.spectrum import Band
from scoring.core.stats import whole_percentages
from scoring.curation.workflow import Account

ONE_SIDED_SHARE, MIN_EPISODES = 0.8, 4
"""A shelf with at least MIN_EPISODES episodes is one-sided if one band has at least this share of
them."""


@dataclass(frozen=True, slots=True)
class ShelfBalance:
    shelf: Shelf
    counts: tuple[int, int, int]
    url: str

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def is_one_sided(self) -> bool:
        return self.total >= MIN_EPISODES and max(self.counts) >= ONE_SIDED_SHARE * self.total

    @property
    def bands(self) -> list[charts.Stretch]:
        names = [band.value for band in Band]
        return charts.stretches(whole_percentages(self.counts), names, width=charts.BANDS_WIDTH)


@dataclass(frozen=True)
class StartPage:
    """Data of the start page.

    Runs one query per queue, one for the shelves and one for the episode states.
    """

    account: Account

    @cached_property
    def queues(self) -> list[Queue]:
        rows = [*(episode_queue(kind, self.account) for kind in QUEUES), *other_queues()]
        highest_count = max(1, *(row.count for row in rows))
        return [replace(row, width=round(100 * row.count / highest_count, 1)) for row in rows]

    @cached_property
    def states(self) -> list[tuple[str, int, str]]:
        rows = Episode.objects.order_by().values_list("status").annotate(Count("pk"))
        counts = dict(rows)
        return [
            (state.label, counts.get(state.value, 0), self._link(status__exact=state.value))
            for state in Episode.Status
        ]

    @cached_property
    def shelves(self) -> list[ShelfBalance]:
        counts = {
            f"in_{band.name.lower()}": Count(
                "episodes",
                filter=Q(
                    episodes__status="published",
                    episodes__assessments__leads=True,
                    episodes__assessments__band=band.value,
                ),
                distinct=True,
            )
            for band in Band
        }
        return [
            ShelfBalance(
                shelf,
                (shelf.in_risk, shelf.in_mixed, shelf.in_opportunity),  # type: ignore[attr-defined]
                self._link(shelf__id__exact=shelf.pk),
            )
            for shelf in Shelf.objects.annotate(**counts)
        ]

    @property
    def one_sided(self) -> list[ShelfBalance]:
        return [balance for balance in self.shelves if balance.is_one_sided]

    def _link(self, **params: object) -> str:
        return f"{reverse('admin:library_episode_changelist')}?{urlencode(params)}"
