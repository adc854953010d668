"""Time to find answering passages and related conversations, as the library grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from statistics import median

from django.db import connection

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.query_count import count_queries
from benchmarks.ratio import seconds
from benchmarks.topics import fill_topics
from library.models import Episode, Segment
from scoring.models import SegmentTerm
from scoring.selectors.answering_passages import score_of
from scoring.selectors.claim_passages import nearest_claims, terms_of
from scoring.selectors.mirror_picks import Picks

SIZES = (100, 1_000)
"""Numbers of episodes with `SEGMENTS` segments each: 10,000 and 100,000 segments in all."""
SEGMENTS = 100
SAMPLE = 60


@dataclass(frozen=True)
class Library:
    """Results for one library size. Times are medians in seconds, and `index` is in MiB."""

    segments: int
    postings: int
    answers: float
    answered: int
    queries: int
    related: float
    index: int


def measure(sizes: Sequence[int] = SIZES, segments: int = SEGMENTS) -> Measured:
    libraries = []
    for size in sizes:
        fill(size, segments)
        fill_topics()
        libraries.append(measure_library(size * segments))
    return compared("Answering passages", libraries)


def compared(title: str, libraries: Sequence[Library], prefix: str = "") -> Measured:
    """Return ratios of the largest library to the smallest, with `prefix` in their names."""
    first, last = libraries[0], libraries[-1]
    against = f"among {last.segments:,} segments, against {first.segments:,}"
    answers, related = last.answers / first.answers, last.related / first.related
    figures = [
        Figure(f"answers{prefix}_growth", answers, f"answering passages of one passage {against}"),
        Figure(f"related{prefix}_growth", related, f"related conversations {against}"),
    ]
    rows: list[dict[str, object]] = [
        {
            "segments": f"{library.segments:,}",
            "postings": f"{library.postings:,}",
            "index, MiB": library.index,
            "answering passages, ms": round(1000 * library.answers, 2),
            "passages with a candidate": f"{library.answered} of {SAMPLE}",
            "maximum queries": library.queries,
            "related conversations, ms": round(1000 * library.related, 2),
        }
        for library in libraries
    ]
    return Measured(title, figures, rows, "One process. Times are medians.")


def measure_library(count: int) -> Library:
    """Measure a generated library of `count` segments."""
    keys = list(Segment.objects.order_by("pk").values_list("pk", flat=True))
    chosen = Segment.objects.select_related("transcript").filter(
        pk__in=keys[:: max(1, len(keys) // SAMPLE)][:SAMPLE]
    )
    took, answered, most = [], 0, 0
    for segment in chosen:
        with count_queries() as counted:
            nearest = _nearest(segment)
        took.append(seconds(partial(_nearest, segment)))
        answered += bool(nearest)
        most = max(most, counted.queries)
    episodes = Episode.objects.published().with_lead_assessment().order_by("pk")[:SAMPLE]
    return Library(
        segments=count,
        postings=SegmentTerm.objects.count(),
        answers=median(took),
        answered=answered,
        queries=most,
        related=median(seconds(partial(_related, episode)) for episode in episodes),
        index=_index_size(),
    )


def _nearest(segment: Segment) -> list[int]:
    """Return the keys of the opposing claims nearest to a passage, using the indexer's query."""
    terms = terms_of([segment.pk])[segment.pk]
    score = score_of(segment) or 0.0
    return nearest_claims(terms, score, beside=segment.transcript.episode_id)


def _related(episode: Episode) -> int:
    return len(Picks(episode, episode.lead_assessment).related)


def _index_size() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('segment_term_postings') / 1048576")
        (size,) = cursor.fetchone()
        return int(size)
