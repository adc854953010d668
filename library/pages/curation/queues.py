"""The start page of the admin: what waits for whom, and how the library stands."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from library import charts
from library.models import Episode, JobItem, Shelf
from library.models.episode import EpisodeQuerySet
from scoring.core.spectrum import Band
from scoring.core.stats import whole_percentages
from scoring.models import Assessment, Challenge

ONE_SIDED, FEWEST = 0.8, 4
"""A shelf is one-sided when one band holds this share of at least so many published episodes."""


def in_disagreement(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Keep the episodes that editor and scorer place far apart."""
    return episodes.filter(pk__in=Assessment.objects.in_disagreement().values("episode"))


@dataclass(frozen=True, slots=True)
class QueueKind:
    name: str
    title: str
    meaning: str
    of: Callable[[EpisodeQuerySet], EpisodeQuerySet]


QUEUES = [
    QueueKind(
        "transcript", "Needs a transcript", "nothing to score", lambda e: e.needing_a_transcript()
    ),
    QueueKind(
        "gates", "Failed a check", "a transcript that failed a gate", lambda e: e.failing_gates()
    ),
    QueueKind(
        "score", "Awaiting score", "a transcript without a score", lambda e: e.awaiting_score()
    ),
    QueueKind("review", "Awaiting review", "handed in by an editor", lambda e: e.awaiting_review()),
    QueueKind(
        "disagreement",
        "Editor and scorer disagree",
        "another band, or 20 points and more apart",
        in_disagreement,
    ),
]


@dataclass(frozen=True, slots=True)
class Queue:
    title: str
    meaning: str
    count: int
    url: str
    width: float


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
        return self.total >= FEWEST and max(self.counts) >= ONE_SIDED * self.total

    @property
    def bands(self) -> list[charts.Stretch]:
        names = [band.value for band in Band]
        return charts.stretches(whole_percentages(self.counts), names, width=charts.BANDS_WIDTH)


class StartPage:
    """The same number of queries for any library: one a queue, one for shelves, one for states."""

    @cached_property
    def queues(self) -> list[Queue]:
        failed = reverse("admin:library_job_changelist") + "?failed=yes"
        rows = [
            (kind.title, kind.meaning, self._count(kind), self._link(queue=kind.name))
            for kind in QUEUES
        ]
        said = reverse("admin:scoring_challenge_changelist") + "?state__exact=waiting"
        waiting = Challenge.objects.waiting().count()
        rows.append(("Readers’ words", "challenges that wait for an answer", waiting, said))
        rows.insert(2, ("Failed work", "items of jobs", JobItem.objects.failed().count(), failed))
        most = max(1, *(count for _, _, count, _ in rows))
        return [
            Queue(title, meaning, count, url, round(100 * count / most, 1))
            for title, meaning, count, url in rows
        ]

    @cached_property
    def states(self) -> list[tuple[str, int, str]]:
        rows = Episode.objects.order_by().values_list("status").annotate(Count("pk"))
        found = dict(rows)
        return [
            (state.label, found.get(state.value, 0), self._link(status__exact=state.value))
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

    def _count(self, kind: QueueKind) -> int:
        return kind.of(Episode.objects.all()).count()

    def _link(self, **asked: object) -> str:
        return f"{reverse('admin:library_episode_changelist')}?{urlencode(asked)}"
