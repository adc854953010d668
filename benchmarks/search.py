"""Time of passage search on PostgreSQL, against plain SQL that matches and ranks the same words."""

from functools import partial
from statistics import quantiles

from django.db import connection

from benchmarks.figures import Figure, Measured
from benchmarks.library import fill
from benchmarks.ratio import seconds
from library.search import Moment, parse_query, search_moments

SIZES = [(100, 100), (1_000, 100), (10_000, 100)]
"""Numbers of episodes, and of segments in each: 10,000 to 1,000,000 segments in all."""
QUERIES = [
    "treaty",
    '"loss of control"',
    "inspectors OR hospital -bread",
    "m13x42",
    "proteins",
    "jobs wages",
    "m7x1 OR m8x2",
    "nobody home",
]
ROUNDS = 5
BARE = """
SELECT seg.id FROM library_segment seg, to_tsquery('counterpoint', %s) query
WHERE seg.words @@ query ORDER BY ts_rank(seg.words, query) DESC LIMIT 20
"""


def measure() -> Measured:
    if connection.vendor != "postgresql":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    figures: list[Figure] = []
    rows: list[dict[str, object]] = []
    for episodes, segments in SIZES:
        fill(episodes, segments)
        ours, bare = _p95s()
        count = episodes * segments
        name = {10_000: "10k", 100_000: "100k", 1_000_000: "1m"}[count]
        among = f"{len(QUERIES)} searches among {count:,} segments"
        says = f"95th percentile of {among}, against plain SQL"
        limit = "<= 1.5" if name == "1m" else ""
        figures.append(Figure(f"search_{name}_vs_sql", ours / bare, says, limit))
        rows.append(
            {
                "segments": f"{count:,}",
                "search, p95 ms": round(1000 * ours, 1),
                "plain SQL, p95 ms": round(1000 * bare, 1),
                "index, MiB": _index_size(),
            }
        )
    return Measured("Search", figures, rows)


def _p95s() -> tuple[float, float]:
    """Return the 95th percentiles, in seconds, of alternating runs of our search and plain SQL."""
    for query in QUERIES:
        _ours(query), _bare(query)
    took = [
        (seconds(partial(_ours, query)), seconds(partial(_bare, query)))
        for _ in range(ROUNDS)
        for query in QUERIES
    ]
    ours, bare = (quantiles(side, n=20)[-1] for side in zip(*took, strict=True))
    return ours, bare


def _ours(query: str) -> list[Moment]:
    return search_moments(parse_query(query), limit=20)


def _bare(query: str) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(BARE, (parse_query(query).for_postgresql(),))
        rows: list[tuple[int]] = cursor.fetchall()
        return rows


def _index_size() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(pg_relation_size(indexrelid)), 0) FROM pg_stat_user_indexes "
            "WHERE relname = 'library_segment' AND indexrelname LIKE %s",
            ("%words%",),
        )
        (size,) = cursor.fetchone()
    return int(size) // 2**20
