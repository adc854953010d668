"""Scored segments as table rows, with the same values as in the API."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from library.exporting.tables import Column, Kind, Row
from library.pages.episode.scored_segments import ScoredSegment
from scoring.models import SegmentScore

Read = TypeVar("Read", bound=Model)
BATCH_SIZE = 1_000
"""Rows per query."""

COLUMNS = (
    Column("episode", Kind.TEXT, "Slug of the episode."),
    Column("show", Kind.TEXT, "Slug of the show."),
    Column("index", Kind.WHOLE, "Number of the segment in its transcript, from 1."),
    Column("start", Kind.NUMBER, "Seconds from the start; empty if not timed."),
    Column("end", Kind.NUMBER, "Seconds from the start; empty if not timed."),
    Column(
        "score",
        Kind.NUMBER,
        "From -100 (risk-forward) to 100 (opportunity-forward); empty if off-topic.",
    ),
    Column("band", Kind.TEXT, "risk-forward (-18 or lower), mixed, opportunity-forward (18 up)."),
    Column("lens", Kind.TEXT, "Main lens of the segment, or off-topic."),
    Column("text", Kind.TEXT, "Text; empty if it may not be republished."),
    Column("phrases", Kind.PHRASES, "Phrases that moved the score: character offsets and points."),
    Column("rest", Kind.NUMBER, "Points of the score not due to a single phrase."),
    Column("from_context", Kind.NUMBER, "Points of `rest` that come from the other passages."),
    Column("scorer", Kind.TEXT, "Name of the scorer."),
    Column("scorer_version", Kind.TEXT, "Version of the scorer."),
    Column("html_url", Kind.TEXT, "Permanent URL of the passage."),
)

_SHARING = (
    "assessment__episode__text_may_be_shared",
    "assessment__episode__show__text_may_be_shared",
)
READ: dict[str, tuple[str, ...]] = {
    "episode": ("assessment__episode__slug",),
    "show": ("assessment__episode__show__slug",),
    "index": ("segment__index",),
    "start": ("segment__start",),
    "end": ("segment__end",),
    "band": ("score",),
    "text": ("segment__text", *_SHARING),
    "phrases": ("phrases", *_SHARING),
    "scorer": ("assessment__scorer",),
    "scorer_version": ("assessment__scorer_version",),
    "html_url": ("segment__index", "assessment__episode__slug"),
}
"""The database columns that a column needs, unless it is the one of the same name."""

_VALUES: Mapping[str, Callable[[ScoredSegment], Any]] = {
    "episode": lambda scored: scored.episode.slug,
    "show": lambda scored: scored.episode.show.slug,
    "index": lambda scored: scored.segment.index,
    "start": lambda scored: scored.segment.start,
    "end": lambda scored: scored.segment.end,
    "score": lambda scored: scored.score,
    "band": lambda scored: scored.band,
    "lens": lambda scored: scored.lens,
    "text": lambda scored: scored.text,
    "phrases": lambda scored: scored.phrases,
    "rest": lambda scored: scored.rest,
    "from_context": lambda scored: scored.from_context,
    "scorer": lambda scored: scored.scored.assessment.scorer,
    "scorer_version": lambda scored: scored.scored.assessment.scorer_version,
}


def library_scores(names: Sequence[str]) -> QuerySet[SegmentScore]:
    """Return the current scores of the whole library, with what the columns `names` need."""
    joined = ("segment", "assessment", "assessment__episode", "assessment__episode__show")
    read = {column for name in names for column in READ.get(name, (name,))}
    scores = SegmentScore.objects.of_assessments_in_force()
    return scores.select_related(*joined).only(*joined, *sorted(read))


def segment_rows(
    scores: Iterable[SegmentScore], names: Sequence[str], *, site: str
) -> Iterator[Row]:
    """Yield one row per score, with the columns `names`. `site` is the base URL of the site."""
    pages: dict[str, str] = {}
    for score in scores:
        scored = ScoredSegment(score.assessment.episode, score)
        row = {name: _VALUES[name](scored) for name in names if name != "html_url"}
        if "html_url" in names:
            slug = scored.episode.slug
            if slug not in pages:
                pages[slug] = site + scored.episode.transcript_url
            row["html_url"] = f"{pages[slug]}#s{scored.segment.index}"
        yield row


def in_batches(rows: QuerySet[Read]) -> Iterator[Read]:
    """Yield all rows in order of primary key, with one query per batch.

    Unlike a server-side cursor, this function does not keep a transaction open while a slow client
    reads.
    """
    last_pk = 0
    while batch := list(rows.filter(pk__gt=last_pk).order_by("pk")[:BATCH_SIZE]):
        yield from batch
        if len(batch) < BATCH_SIZE:
            return
        last_pk = batch[-1].pk
