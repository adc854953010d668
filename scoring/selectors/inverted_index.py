"""Query the inverted index of terms and subjects.

For each term, only the postings with the highest weights are read. The database index is sorted by
weight, so the cost does not grow with the library. Postings with lower weights add too little to
make two episodes similar.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from django.db import connection

EPISODE_POSTINGS, SEGMENT_POSTINGS = 300, 1_000
SEARCHED = 24
"""Maximum number of terms or subjects per query; those with the highest weights are used."""

_POSTINGS = """SELECT * FROM (
    SELECT {column}, weight * %s AS product FROM {table}
    WHERE {key} = %s ORDER BY weight DESC, {column} LIMIT %s
) AS postings"""
_NEAREST = """
WITH near AS (
    SELECT transcript.episode_id, SUM(product) AS nearness
    FROM ({postings}) AS products
    JOIN library_transcript transcript
        ON transcript.id = products.transcript_id AND transcript.is_current
    GROUP BY transcript.episode_id
)
{selected}
"""
_SELECTED = """SELECT * FROM (
    SELECT near.episode_id FROM near {joins} ORDER BY nearness DESC, near.episode_id LIMIT %s
) AS nearest"""
_PLACED = """
    JOIN library_episode episode ON episode.id = near.episode_id AND episode.status = 'published'
    JOIN scoring_assessment lead ON lead.episode_id = near.episode_id AND lead.leads
        AND lead.position BETWEEN %s AND %s
"""


class Vectors(Protocol):
    """The term and subject weights of one episode, by key."""

    @property
    def terms(self) -> Mapping[int, float]: ...
    @property
    def subject_weights(self) -> Mapping[int, float]: ...


def nearest_by_topic(
    vectors: Vectors, *, limit: int, ranges: Sequence[tuple[float, float]] = ()
) -> list[int]:
    """Return the keys of the episodes most similar to `vectors`, by terms and by subjects.

    Runs two queries, each with at most `limit` results. If there are `ranges`, only published
    episodes with a position in one of them are returned, up to `limit` for each range; otherwise,
    episodes of any status are returned.
    """
    by_terms = _nearest("scoring_episodeterm", "term_id", vectors.terms, limit, ranges)
    by_subjects = _nearest(
        "scoring_subjectweight", "subject_id", vectors.subject_weights, limit, ranges
    )
    return list(dict.fromkeys([*by_terms, *by_subjects]))


def _nearest(
    table: str,
    key: str,
    weights: Mapping[int, float],
    limit: int,
    ranges: Sequence[tuple[float, float]],
) -> list[int]:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:SEARCHED]
    if not heaviest:
        return []
    statement, values = postings(table, "transcript_id", dict(heaviest), EPISODE_POSTINGS, key=key)
    if ranges:
        selected = " UNION ALL ".join([_SELECTED.format(joins=_PLACED)] * len(ranges))
        values += [value for between in ranges for value in (*between, limit)]
    else:
        selected = _SELECTED.format(joins="")
        values.append(limit)
    with connection.cursor() as cursor:
        # Only constants are interpolated; all values are bound parameters.
        cursor.execute(_NEAREST.format(postings=statement, selected=selected), values)
        return [episode for (episode,) in cursor.fetchall()]


def postings(
    table: str, column: str, weights: Mapping[int, float], limit: int, *, key: str = "term_id"
) -> tuple[str, list[float]]:
    """Return SQL that reads up to `limit` postings of each term, and its query parameters."""
    subquery = _POSTINGS.format(table=table, column=column, key=key)
    values: list[float] = []
    for term, weight in weights.items():
        values += [weight, term, limit]
    return " UNION ALL ".join([subquery] * len(weights)), values
