"""Statistics of the library."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum

from library.models import Episode, Guest, Transcript
from scoring.core.spectrum import Band, Confidence, Lens
from scoring.core.stats import quantile
from scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class LibraryStatistics:
    """Counts of published content and positions of the leading assessments.

    `assessed` includes conversations without a position; all later fields exclude them.
    """

    episodes: int
    shows: int
    shelves: int
    guests: int
    transcripts: int
    words: int
    hours: float
    assessed: int
    placed: int
    median_position: float | None
    bands: dict[str, int]
    lenses: dict[str, int]
    confidences: dict[str, int]


def library_statistics() -> LibraryStatistics:
    """Return the statistics of published content. Four queries."""
    published = Episode.objects.published().order_by()
    filed = published.aggregate(
        episodes=Count("pk"),
        shows=Count("show", distinct=True),
        shelves=Count("shelf", distinct=True),
    )
    words = (
        Transcript.objects.current()
        .filter(episode__status=Episode.Status.PUBLISHED)
        .aggregate(transcripts=Count("pk"), words=Sum("word_count"), seconds=Sum("duration"))
    )
    leading = Assessment.objects.public().filter(leads=True).order_by("position")
    leads = list(leading.values_list("position", "band", "lens", "confidence"))
    rows = [row for row in leads if row[0] is not None]
    positions = [position for position, *_ in leads if position is not None]
    return LibraryStatistics(
        **filed,
        guests=Guest.objects.filter(episodes__status="published").distinct().count(),
        transcripts=words["transcripts"],
        words=words["words"] or 0,
        hours=round((words["seconds"] or 0) / 3600, 1),
        assessed=len(leads),
        placed=len(rows),
        median_position=round(quantile(positions, 0.5), 2) if positions else None,
        bands=_counted(Band, (row[1] for row in rows)),
        lenses=_counted(Lens, (row[2] for row in rows)),
        confidences=_counted(Confidence, (row[3] for row in rows)),
    )


def _counted(choices: Iterable[Any], values: Iterable[str]) -> dict[str, int]:
    counts = Counter(values)
    return {choice.value: counts[choice.value] for choice in choices}
