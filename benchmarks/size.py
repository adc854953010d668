"""PostgreSQL database size per assessed and indexed episode."""

from collections.abc import Sequence

from django.db import connection

from benchmarks.figures import Figure, Measured
from benchmarks.stages import store
from library.models import Transcript
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics

SIZES = (20, 100)
"""Numbers of episodes, each with 156 segments."""
HOW = (
    "Each episode has the transcript of 5,206 captions (156 segments) of the benchmark “From file "
    "to page”, and its topics. The size of the empty tables is subtracted."
)


def measure(sizes: Sequence[int] = SIZES) -> Measured:
    if connection.vendor != "postgresql":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    empty, sums = _bytes(), []
    for size in sizes:
        store(size, first=Transcript.objects.count())
        for transcript in Transcript.objects.never_assessed().select_related("episode"):
            assess_transcript(transcript)
        refresh_topics()
        sums.append(_bytes() - empty)
    each = [taken / size for taken, size in zip(sums, sizes, strict=True)]
    says = f"database size per episode with {sizes[-1]:,} episodes, against {sizes[0]:,}"
    rows: list[dict[str, object]] = [
        {
            "episodes": f"{size:,}",
            "database, MiB": round(taken / 2**20, 1),
            "per episode, MiB": round(taken / size / 2**20, 3),
        }
        for size, taken in zip(sizes, sums, strict=True)
    ]
    return Measured("Size", [Figure("size_growth", each[-1] / each[0], says)], rows, HOW)


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
        return int(size)
