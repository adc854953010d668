"""Query counts of the index, episode and transcript pages as the library grows, uncached."""

from collections.abc import Sequence

from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.query_count import count_queries
from benchmarks.topics import fill_topics
from library.models import Episode

SIZES = (10, 1_000, 10_000)
"""Episodes of `SEGMENTS` segments."""
SEGMENTS = 10
SUBJECTS = 2
"""Few enough that even in ten conversations each has others on the same subject."""
SAMPLE_SIZE = 20
"""Episodes whose pages are measured; the maximum counts."""
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
HOW = (
    "All caches are cleared before each request, after a warm-up with another episode. The maximum "
    f"of {SAMPLE_SIZE} episodes spread over the library."
)


def measure(sizes: Sequence[int] = SIZES, segments: int = SEGMENTS) -> Measured:
    counts: dict[int, dict[str, int]] = {}
    for size in sizes:
        fill(size, segments)
        fill_topics(SUBJECTS)
        counts[size] = _max_queries()
    first, pages = sizes[0], list(counts[sizes[0]])
    figures = [
        Figure(
            f"{page}_queries_{size}_vs_{first}",
            counts[size][page] / counts[first][page],
            f"queries of the {page} page among {size:,} episodes, against {first:,}",
            "<= 1" if size == sizes[-1] else "",
        )
        for page in pages
        for size in sizes[1:]
    ]
    rows: list[dict[str, object]] = [
        {"episodes": f"{size:,}", **{f"queries of {page}": counts[size][page] for page in pages}}
        for size in sizes
    ]
    return Measured("Queries", figures, rows, HOW)


def _max_queries() -> dict[str, int]:
    """Return the maximum number of queries by page."""
    episodes = list(Episode.objects.published().order_by("pk"))
    steps = range(SAMPLE_SIZE + 1)
    warm_up, *sample = [episodes[step * (len(episodes) - 1) // SAMPLE_SIZE] for step in steps]
    maxima = {"index": 0, "episode": 0, "transcript": 0}
    in_memory = {name: {**MEMORY, "LOCATION": name} for name in settings.CACHES}
    with override_settings(CACHES=in_memory, PAGE_CACHE_SECONDS=0):
        client = Client(SERVER_NAME="localhost")
        for page, path in _paths(warm_up).items():
            _count(client, path)
            for episode in sample:
                maxima[page] = max(maxima[page], _count(client, _paths(episode)[page]))
    return maxima


def _paths(episode: Episode) -> dict[str, str]:
    return {
        "index": "/",
        "episode": episode.get_absolute_url(),
        "transcript": episode.transcript_url,
    }


def _count(client: Client, path: str) -> int:
    for cache in caches.all():
        cache.clear()
    with count_queries() as counter:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answered {response.status_code}")
    return counter.queries
