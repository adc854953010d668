"""PostgreSQL database size per episode, with transcript, assessment and topics."""

from collections.abc import Sequence

from django.db import connection

from benchmarks.figures import Figure, Measured
from benchmarks.stages import store
from library.models import Transcript
from scoring.services.assessing import assess_transcript
from scoring.services.topic_index import refresh_topics

SIZES = (20, 100)
"""Episodes of 156 segments."""
HOW = (
    "Each episode has the transcript of the benchmark “From file to page”: 5,206 captions, 156 "
    "segments, with topics. The size of the empty database is subtracted."
)


def measure(sizes: Sequence[int] = SIZES) -> Measured:
    if connection.vendor != "postgresql":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    empty, totals = _bytes(), []
    for size in sizes:
        store(size, first=Transcript.objects.count())
        for transcript in Transcript.objects.never_assessed().select_related("episode"):
            assess_transcript(transcript)
        refresh_topics()
        totals.append(_bytes() - empty)
    per_episode = [total / size for total, size in zip(totals, sizes, strict=True)]
    text = f"bytes of the database for each of {sizes[-1]:,} episodes, against {sizes[0]:,}"
    rows: list[dict[str, object]] = [
        {
            "episodes": f"{size:,}",
            "database, MiB": round(total / 2**20, 1),
            "of that for an episode, MiB": round(total / size / 2**20, 3),
        }
        for size, total in zip(sizes, totals, strict=True)
    ]
    return Measured(
        "Size", [Figure("size_growth", per_episode[-1] / per_episode[0], text)], rows, HOW
    )


def _bytes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        (size,) = cursor.fetchone()
        return int(size)
