"""Scored segments as the rows of a table, each as the API gives it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from library.exporting.tables import Column, Kind, Row
from library.pages.episode.scored_segments import ScoredSegment
from scoring.models import SegmentScore

Read = TypeVar("Read", bound=Model)
BATCH = 1_000
"""Rows that are read, and held in memory, at once."""

COLUMNS = (
    Column("episode", Kind.TEXT, "Slug of the episode."),
    Column("show", Kind.TEXT, "Slug of its show."),
    Column("index", Kind.WHOLE, "Number of the segment in its transcript, from 1."),
    Column("start", Kind.NUMBER, "Seconds from the beginning; empty: not timed."),
    Column("end", Kind.NUMBER, "Seconds from the beginning; empty: not timed."),
    Column(
        "score",
        Kind.NUMBER,
        "From -100, risk-forward, to 100, opportunity-forward; empty: off-topic.",
    ),
    Column("band", Kind.TEXT, "risk-forward (-18 or lower), mixed, opportunity-forward (18 up)."),
    Column("lens", Kind.TEXT, "The main angle of the segment, or off-topic."),
    Column("text", Kind.TEXT, "Its words; empty: its publisher does not let them be given on."),
    Column("phrases", Kind.PHRASES, "What moved the score: offsets into the words, and points."),
    Column("rest", Kind.NUMBER, "Points of the score that no single phrase accounts for."),
    Column("scorer", Kind.TEXT, "Name of the scorer."),
    Column("scorer_version", Kind.TEXT, "Its version."),
    Column("html_url", Kind.TEXT, "The passage, permanently."),
)

_VALUES: Mapping[str, Callable[[ScoredSegment], Any]] = {
    "episode": lambda found: found.episode.slug,
    "show": lambda found: found.episode.show.slug,
    "index": lambda found: found.segment.index,
    "start": lambda found: found.segment.start,
    "end": lambda found: found.segment.end,
    "score": lambda found: found.score,
    "band": lambda found: found.band,
    "lens": lambda found: found.lens,
    "text": lambda found: found.text,
    "phrases": lambda found: found.phrases,
    "rest": lambda found: found.rest,
    "scorer": lambda found: found.scored.assessment.scorer,
    "scorer_version": lambda found: found.scored.assessment.scorer_version,
}


def segment_rows(
    scores: Iterable[SegmentScore], names: Sequence[str], *, site: str
) -> Iterator[Row]:
    """Yield each score as a row with `names`; `site` goes before addresses, as in https://x.org."""
    for scored in scores:
        found = ScoredSegment(scored.assessment.episode, scored)
        yield {
            name: site + found.url if name == "html_url" else _VALUES[name](found) for name in names
        }


def in_batches(rows: QuerySet[Read]) -> Iterator[Read]:
    """Yield all of `rows` by their keys, a batch at a time.

    No cursor stays open in the database, however slowly somebody takes what is made of them.
    """
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk
