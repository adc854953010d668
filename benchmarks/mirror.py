"""Time to select mirror picks, for one page and for all pages, as the library grows."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.query_count import count_queries
from benchmarks.topics import fill_topics
from library.models import Episode
from scoring.selectors.mirror_picks import Picks

SIZES = (1_000, 2_000, 4_000, 8_000)
"""Numbers of episodes. The limits apply to the first size."""
SEGMENTS = 3
MILLISECONDS, SECONDS = 10, 20
"""Limits for the time without the database per page, and for the total time of all pages."""


@dataclass(frozen=True)
class Library:
    """Times, query counts and pick counts for all pages of one library."""

    episodes: int
    seconds: float
    own: float
    """Median seconds per page, without the time spent in the database."""
    whole: float
    queries: tuple[int, int]
    """Minimum and maximum number of queries per page."""
    fewest_picks: int


def measure(sizes: Sequence[int] = SIZES) -> Measured:
    libraries = []
    for size in sizes:
        fill(size, SEGMENTS)
        fill_topics()
        libraries.append(_all_picks())
    first, last = libraries[0], libraries[-1]
    figures = [
        Figure(
            "mirror_picks_vs_10ms",
            1000 * first.own / MILLISECONDS,
            f"own code for the picks of one page among {first.episodes:,} episodes, against 10 ms",
            "<= 1",
        ),
        Figure(
            "mirror_library_vs_20s",
            first.seconds / SECONDS,
            f"picks of all {first.episodes:,} pages in sequence, against 20 s",
            "<= 1",
        ),
        Figure(
            "mirror_growth",
            last.whole / first.whole,
            f"picks of one page among {last.episodes:,} episodes, against {first.episodes:,}",
            "<= 2",
        ),
    ]
    rows: list[dict[str, object]] = [
        {
            "episodes": f"{library.episodes:,}",
            "queries for one page": " to ".join(map(str, sorted(set(library.queries)))),
            "one page, ms": round(1000 * library.whole, 2),
            "own code, ms": round(1000 * library.own, 2),
            "all pages, s": round(library.seconds, 1),
            "minimum picks": library.fewest_picks,
        }
        for library in libraries
    ]
    return Measured(
        "Mirror picks",
        figures,
        rows,
        "One process. Times are medians. Own code is the time without the database.",
    )


def _all_picks() -> Library:
    took: list[tuple[float, float]] = []
    queries: list[int] = []
    picks: list[int] = []
    for episode in Episode.objects.published().with_lead_assessment().order_by("pk"):
        with count_queries() as counted:
            started = time.perf_counter()
            picks.append(len(Picks(episode, episode.lead_assessment).picks))
            seconds = time.perf_counter() - started
        took.append((seconds, seconds - counted.seconds))
        queries.append(counted.queries)
    return Library(
        episodes=len(took),
        seconds=sum(whole for whole, _ in took),
        own=median(own for _, own in took),
        whole=median(whole for whole, _ in took),
        queries=(min(queries), max(queries)),
        fewest_picks=min(picks),
    )
