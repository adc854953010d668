"""Number of queries per page without caches, as the library grows."""

from collections.abc import Sequence

from django.conf import settings
from django.core.cache import caches
from django.test import Client, override_settings

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.query_count import count_queries
from benchmarks.topics import fill_topics
from library.models import Episode

SIZES = (1_000, 10_000)
"""Numbers of episodes with `SEGMENTS` segments each. Pages of smaller libraries can lack parts."""
SEGMENTS = 10
SUBJECTS = 2
"""Number of groups of conversations: few, so that each conversation has related ones."""
SAMPLE = 20
"""Number of episodes whose pages are requested; the maximum is reported."""
MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
HOW = (
    "All caches are cleared before each request, after a first request for another episode. The "
    f"figures are the maximum of {SAMPLE} episodes spread over the library."
)


def measure(sizes: Sequence[int] = SIZES, segments: int = SEGMENTS) -> Measured:
    counts: dict[int, dict[str, int]] = {}
    for size in sizes:
        fill(size, segments)
        fill_topics(SUBJECTS)
        counts[size] = _most()
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


def _most() -> dict[str, int]:
    """Return the maximum number of queries for each page."""
    episodes = list(Episode.objects.published().order_by("pk"))
    warm, *chosen = [episodes[index * (len(episodes) - 1) // SAMPLE] for index in range(SAMPLE + 1)]
    most = {"index": 0, "episode": 0, "transcript": 0}
    in_memory = {name: {**MEMORY, "LOCATION": name} for name in settings.CACHES}
    with override_settings(CACHES=in_memory, PAGE_CACHE_SECONDS=0):
        client = Client(SERVER_NAME="localhost")
        for page, address in _addresses(warm).items():
            _count(client, address)
            for episode in chosen:
                most[page] = max(most[page], _count(client, _addresses(episode)[page]))
    return most


def _addresses(episode: Episode) -> dict[str, str]:
    return {
        "index": "/",
        "episode": episode.get_absolute_url(),
        "transcript": episode.transcript_url,
    }


def _count(client: Client, address: str) -> int:
    for cache in caches.all():
        cache.clear()
    with count_queries() as counted:
        answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} returned {answer.status_code}")
    return counted.queries
