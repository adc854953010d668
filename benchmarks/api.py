"""Time of API lists on PostgreSQL: page 500 against page 1, and page 1 against an empty view."""

import gzip
import json
from typing import Any
from urllib.parse import urlsplit

from django.db import connection
from django.test import Client, override_settings

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.query_count import count_queries
from benchmarks.ratio import Ratio, paired
from benchmarks.site import Site, serving

EPISODES, SEGMENTS = 10_000, 100
LAST = 500
"""Number of the last page: 500 pages of 20 episodes contain all 10,000 episodes."""
ROUNDS, TIMES = 15, 4
UNLIMITED = 1_000_000_000
LISTS = {
    "episodes": "/api/v1/episodes/?page_size=20",
    "episodes_by_position": "/api/v1/episodes/?page_size=20&ordering=position",
    "segments": "/api/v1/segments/?page_size=20",
    "segments_of_a_lens": "/api/v1/segments/?page_size=20&lens=governance",
}


def measure(
    episodes: int = EPISODES, segments: int = SEGMENTS, last: int = LAST, rounds: int = ROUNDS
) -> Measured:
    if connection.vendor != "postgresql":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    fill(episodes, segments)
    with override_settings(API_RATE=UNLIMITED):
        queries = {name: _queries(path, last) for name, path in LISTS.items()}
    figures: list[Figure] = []
    rows: list[dict[str, object]] = []
    with serving(PAGE_CACHE_SECONDS="0", API_RATE=str(UNLIMITED)) as site:
        for name, path in LISTS.items():
            deep = _against(site, _page(site, path, last), path, rounds)
            figures += [
                Figure(f"api_{name}_deep", deep, f"`{path}`, page {last} against page 1", "<= 1.5"),
                Figure(
                    f"api_{name}_vs_empty_view",
                    _against(site, path, "/empty/", rounds),
                    f"`{path}` against an empty view",
                ),
            ]
            rows.append(
                {
                    "list": f"`{path}`",
                    "page 1, ms": round(1000 * deep.second, 2),
                    f"page {last}, ms": round(1000 * deep.first, 2),
                    f"queries per page, {last} pages": queries[name],
                }
            )
    note = f"{episodes:,} episodes, {episodes * segments:,} segments; one gunicorn worker."
    return Measured("API lists", figures, rows, note)


def _page(site: Site, path: str, number: int) -> str:
    """Return the URL of page `number` of a list, found by following `next` links from page 1."""
    for _ in range(number - 1):
        following = json.loads(gzip.decompress(site.must_get(path)))["next"]
        if following is None:
            raise RuntimeError(f"{path} has no next page")
        path = _without_host(following)
    return path


def _queries(path: str, last: int) -> str:
    """Return the distinct numbers of queries for the first `last` pages of a list, as text."""
    client, counts = Client(SERVER_NAME="localhost"), set[int]()
    for _ in range(last):
        with count_queries() as counted:
            answer: Any = client.get(path)
        counts.add(counted.queries)
        path = _without_host(answer.json()["next"] or path)
    return " to ".join(str(count) for count in sorted(counts))


def _without_host(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def _against(site: Site, first: str, second: str, rounds: int) -> Ratio:
    return paired(
        lambda: site.must_get(first), lambda: site.must_get(second), rounds=rounds, times=TIMES
    )
