"""The library in numbers."""

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
    """Counts of what is published, and where the leading assessments place it.

    `assessed` counts conversations that are not placed, too; nothing after it does.
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
    """Return the numbers of what is published; four queries for any library."""
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
    found = list(leading.values_list("position", "band", "lens", "confidence"))
    rows = [row for row in found if row[0] is not None]
    positions = [position for position, *_ in found if position is not None]
    return LibraryStatistics(
        **filed,
        guests=Guest.objects.filter(episodes__status="published").distinct().count(),
        transcripts=words["transcripts"],
        words=words["words"] or 0,
        hours=round((words["seconds"] or 0) / 3600, 1),
        assessed=len(found),
        placed=len(rows),
        median_position=round(quantile(positions, 0.5), 2) if positions else None,
        bands=_counted(Band, (row[1] for row in rows)),
        lenses=_counted(Lens, (row[2] for row in rows)),
        confidences=_counted(Confidence, (row[3] for row in rows)),
    )


def _counted(words: Iterable[Any], found: Iterable[str]) -> dict[str, int]:
    counts = Counter(found)
    return {word.value: counts[word.value] for word in words}
