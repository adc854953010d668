"""Answering passages and related conversations in generated libraries of growing size."""

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
from scoring.selectors.answering_passages import answers_to, score_of
from scoring.selectors.mirror_picks import Picks

SIZES = (100, 1_000)
"""Episodes of `SEGMENTS` segments: 10,000 and 100,000 segments, sixteen terms each."""
SEGMENTS = 100
SAMPLE_SIZE = 60


@dataclass(frozen=True)
class Library:
    """Results for one library; times are medians in seconds."""

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
    """Compare the largest of `libraries` with the smallest; `prefix` goes into figure names."""
    first, last = libraries[0], libraries[-1]
    against = f"among {last.segments:,} segments, against {first.segments:,}"
    answers, related = last.answers / first.answers, last.related / first.related
    figures = [
        Figure(f"answers{prefix}_growth", answers, f"answers to a passage {against}"),
        Figure(f"related{prefix}_growth", related, f"nearest conversations {against}"),
    ]
    rows: list[dict[str, object]] = [
        {
            "segments": f"{library.segments:,}",
            "postings": f"{library.postings:,}",
            "index, MiB": library.index,
            "answers to a passage, ms": round(1000 * library.answers, 2),
            "passages with an answer": f"{library.answered} of {SAMPLE_SIZE}",
            "most queries": library.queries,
            "related conversations, ms": round(1000 * library.related, 2),
        }
        for library in libraries
    ]
    return Measured(title, figures, rows, "One process; milliseconds are medians.")


def measure_library(count: int) -> Library:
    """Measure answers and related conversations in a library of `count` segments."""
    keys = list(Segment.objects.order_by("pk").values_list("pk", flat=True))
    sample = Segment.objects.select_related("transcript").filter(
        pk__in=keys[:: max(1, len(keys) // SAMPLE_SIZE)][:SAMPLE_SIZE]
    )
    times, answered, max_queries = [], 0, 0
    for segment in sample:
        score = score_of(segment) or 0.0
        with count_queries() as counter:
            answers = answers_to(segment, score)
        times.append(seconds(partial(answers_to, segment, score)))
        answered += bool(answers)
        max_queries = max(max_queries, counter.queries)
    episodes = Episode.objects.published().with_lead_assessment().order_by("pk")[:SAMPLE_SIZE]
    return Library(
        segments=count,
        postings=SegmentTerm.objects.count(),
        answers=median(times),
        answered=answered,
        queries=max_queries,
        related=median(seconds(partial(_related, episode)) for episode in episodes),
        index=_index_size(),
    )


def _related(episode: Episode) -> int:
    return len(Picks(episode, episode.lead_assessment).related)


def _index_size() -> int:
    if connection.vendor != "postgresql":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('segment_term_postings') / 1048576")
        (size,) = cursor.fetchone()
        return int(size)
