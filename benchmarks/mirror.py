"""Mirror picks of generated libraries: one page, and every page, as the library grows."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.asked import asked
from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.topics import fill_topics
from library.models import Episode
from scoring.selectors.mirror_picks import Picks

SIZES = (1_000, 2_000, 4_000, 8_000)
"""Episodes; the first is the library that the wanted figures speak of."""
SEGMENTS = 3
MILLISECONDS, SECONDS = 10, 20
"""What the picks of one page may take of our code, and those of the whole library in all."""


@dataclass(frozen=True)
class Library:
    """What the picks of every page of one library took."""

    episodes: int
    seconds: float
    own: float
    """Median seconds of our code for one page, without those of the database."""
    whole: float
    queries: tuple[int, int]
    """Fewest and most for one page."""
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
            last.whole / first.whole,
            f"the picks of one page among {last.episodes:,}, against {first.episodes:,}",
            "<= 2",
        ),
    ]
    rows: list[dict[str, object]] = [
        {
            "episodes": f"{one.episodes:,}",
            "queries for one page": " to ".join(map(str, sorted(set(one.queries)))),
            "one page, ms": round(1000 * one.whole, 2),
            "of that our code, ms": round(1000 * one.own, 2),
            "all pages, s": round(one.seconds, 1),
            "fewest picks": one.fewest_picks,
        }
        for one in libraries
    ]
    return Measured("Mirror picks", figures, rows, "One process; milliseconds are medians.")


def _all_picks() -> Library:
    took: list[tuple[float, float]] = []
    queries: list[int] = []
    picks: list[int] = []
    for episode in Episode.objects.published().with_lead_assessment().order_by("pk"):
        with asked() as made:
            started = time.perf_counter()
            picks.append(len(Picks(episode, episode.lead_assessment).picks))
            seconds = time.perf_counter() - started
        took.append((seconds, seconds - made.seconds))
        queries.append(made.queries)
    return Library(
        episodes=len(took),
        seconds=sum(whole for whole, _ in took),
        own=median(own for _, own in took),
        whole=median(whole for whole, _ in took),
        queries=(min(queries), max(queries)),
        fewest_picks=min(picks),
    )
