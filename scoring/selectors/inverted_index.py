"""The inverted index of terms, read so that the work is the same in a library of any size.

Of each term only the weightiest postings are read, from an index that holds them in that order;
what weighs less there could not be near by that term.
"""

from collections.abc import Mapping

from django.db import connection

EPISODE_POSTINGS, SEGMENT_POSTINGS = 300, 1_000

_POSTINGS = """SELECT * FROM (
    SELECT {column}, weight * %s AS product FROM {table}
    WHERE term_id = %s ORDER BY weight DESC, {column} LIMIT %s
) AS postings"""
_NEAREST = """
SELECT transcript.episode_id, SUM(product) AS nearness
FROM ({postings}) AS products
JOIN library_transcript transcript ON transcript.id = transcript_id AND transcript.is_current
GROUP BY transcript.episode_id ORDER BY nearness DESC, transcript.episode_id LIMIT %s
"""


def nearest_episodes(weights: Mapping[int, float], *, limit: int) -> list[int]:
    """Return the keys of the episodes nearest to these terms, published or not, in order."""
    if not weights:
        return []
    statement, values = postings("scoring_episodeterm", "transcript_id", weights, EPISODE_POSTINGS)
    with connection.cursor() as cursor:
        # The statement is made of constants of this module; everything else is bound.
        cursor.execute(_NEAREST.format(postings=statement), [*values, limit])
        return [episode for episode, _ in cursor.fetchall()]


def postings(
    table: str, column: str, weights: Mapping[int, float], limit: int
) -> tuple[str, list[float]]:
    """Return the statement that reads the postings of all terms, and the values it binds."""
    one = _POSTINGS.format(table=table, column=column)
    values: list[float] = []
    for term, weight in weights.items():
        values += [weight, term, limit]
    return " UNION ALL ".join([one] * len(weights)), values
