"""Mirror picks of one page and of all pages, in generated libraries of growing size."""

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
"""Episodes; the bounds apply to the first size."""
SEGMENTS = 3
MILLISECONDS, SECONDS = 10, 20
"""Baselines: Python time of one page, and total time of all pages."""


@dataclass(frozen=True)
class Library:
    """Results for one library."""

    episodes: int
    seconds: float
    own: float
    """Median seconds for one page without database time."""
    total: float
    """Median seconds for one page."""
    queries: tuple[int, int]
    """Minimum and maximum for one page."""
    min_picks: int


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
            f"our code for the picks of one page among {first.episodes:,}, against 10 ms",
            "<= 1",
        ),
        Figure(
            "mirror_library_vs_20s",
            first.seconds / SECONDS,
            f"the picks of all {first.episodes:,} pages, one after another, against 20 s",
            "<= 1",
        ),
        Figure(
            "mirror_growth",
            last.total / first.total,
            f"the picks of one page among {last.episodes:,}, against {first.episodes:,}",
            "<= 2",
        ),
    ]
    rows: list[dict[str, object]] = [
        {
            "episodes": f"{library.episodes:,}",
            "queries for one page": " to ".join(map(str, sorted(set(library.queries)))),
            "one page, ms": round(1000 * library.total, 2),
            "of that our code, ms": round(1000 * library.own, 2),
            "all pages, s": round(library.seconds, 1),
            "fewest picks": library.min_picks,
        }
        for library in libraries
    ]
    return Measured("Mirror picks", figures, rows, "One process; milliseconds are medians.")


def _all_picks() -> Library:
    times: list[tuple[float, float]] = []
    queries: list[int] = []
    picks: list[int] = []
    for episode in Episode.objects.published().with_lead_assessment().order_by("pk"):
        with count_queries() as counter:
            started = time.perf_counter()
            picks.append(len(Picks(episode, episode.lead_assessment).picks))
            seconds = time.perf_counter() - started
        times.append((seconds, seconds - counter.seconds))
        queries.append(counter.queries)
    return Library(
        episodes=len(times),
        seconds=sum(total for total, _ in times),
        own=median(own for _, own in times),
        total=median(total for total, _ in times),
        queries=(min(queries), max(queries)),
        min_picks=min(picks),
    )
