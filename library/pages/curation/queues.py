"""The start page of the admin: queues of open tasks and the balance of the shelves."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from library import charts
from library.models import Episode, JobItem, PendingChange, Shelf
from library.models.episode import EpisodeQuerySet
from scoring.core.spectrum import Band
from scoring.core.stats import whole_percentages
from scoring.models import Assessment, Challenge

ONE_SIDED_SHARE, MIN_EPISODES = 0.8, 4
"""A shelf is one-sided if one band has at least this share of at least this many episodes."""


def in_disagreement(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Filter to episodes on which editor and scorer disagree."""
    return episodes.filter(pk__in=Assessment.objects.in_disagreement().values("episode"))


@dataclass(frozen=True, slots=True)
class QueueKind:
    name: str
    title: str
    meaning: str
    select: Callable[[EpisodeQuerySet], EpisodeQuerySet]


QUEUES = [
    QueueKind(
        "transcript",
        "Needs a transcript",
        "no transcript to score",
        lambda rows: rows.needing_a_transcript(),
    ),
    QueueKind(
        "gates",
        "Failed a check",
        "transcript failed a quality check",
        lambda rows: rows.failing_gates(),
    ),
    QueueKind(
        "score", "Awaiting score", "transcript not scored yet", lambda rows: rows.awaiting_score()
    ),
    QueueKind(
        "review", "Awaiting review", "submitted by an editor", lambda rows: rows.awaiting_review()
    ),
    QueueKind(
        "disagreement",
        "Editor and scorer disagree",
        "different band, or at least 20 points apart",
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
        return self.total >= MIN_EPISODES and max(self.counts) >= ONE_SIDED_SHARE * self.total

    @property
    def bands(self) -> list[charts.Stretch]:
        names = [band.value for band in Band]
        return charts.stretches(whole_percentages(self.counts), names, width=charts.BANDS_WIDTH)


class StartPage:
    """One query per queue, one for shelves and one for states, whatever the size of the library."""

    @cached_property
    def queues(self) -> list[Queue]:
        failed = reverse("admin:library_job_changelist") + "?failed=yes"
        rows = [
            (queue.title, queue.meaning, self._count(queue), self._link(queue=queue.name))
            for queue in QUEUES
        ]
        challenges = reverse("admin:scoring_challenge_changelist") + "?state__exact=waiting"
        waiting = Challenge.objects.waiting().count()
        changes = reverse("admin:library_pendingchange_changelist") + "?state__exact=waiting"
        proposed = PendingChange.objects.waiting().count()
        rows.append(("Pending changes", "of published pages, to accept", proposed, changes))
        rows.append(("Reader comments", "challenges without a reply", waiting, challenges))
        failures = JobItem.objects.failed().count()
        rows.insert(2, ("Failed jobs", "failed background tasks", failures, failed))
        highest_count = max(1, *(count for _, _, count, _ in rows))
        return [
            Queue(title, meaning, count, url, round(100 * count / highest_count, 1))
            for title, meaning, count, url in rows
        ]

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

    def _count(self, queue: QueueKind) -> int:
        return queue.select(Episode.objects.all()).count()

    def _link(self, **params: object) -> str:
        return f"{reverse('admin:library_episode_changelist')}?{urlencode(params)}"
