"""The inverted index of terms and subjects, read at the same cost in a library of any size.

Of each term only the weightiest postings are read, from an index that holds them in that order;
what weighs less there could not be near by that term.
"""

from collections.abc import Mapping
from typing import Protocol

from django.db import connection

EPISODE_POSTINGS, SEGMENT_POSTINGS = 300, 1_000
SEARCHED = 24
"""Weightiest terms or subjects of an episode that others are looked for by."""

_POSTINGS = """SELECT * FROM (
    SELECT {column}, weight * %s AS product FROM {table}
    WHERE {key} = %s ORDER BY weight DESC, {column} LIMIT %s
) AS postings"""
_NEAREST = """
SELECT transcript.episode_id, SUM(product) AS nearness
FROM ({postings}) AS products
JOIN library_transcript transcript
    ON transcript.id = products.transcript_id AND transcript.is_current
{joins}
GROUP BY transcript.episode_id ORDER BY nearness DESC, transcript.episode_id LIMIT %s
"""
_PLACED = """
JOIN library_episode episode
    ON episode.id = transcript.episode_id AND episode.status = 'published'
JOIN scoring_assessment lead ON lead.episode_id = transcript.episode_id AND lead.leads
    AND lead.position BETWEEN %s AND %s
"""


class Vectors(Protocol):
    """Weights of terms and of subjects, by their keys."""

    @property
    def terms(self) -> Mapping[int, float]: ...
    @property
    def subject_weights(self) -> Mapping[int, float]: ...


def nearest_by_topic(
    vectors: Vectors, *, limit: int, between: tuple[float, float] | None = None
) -> list[int]:
    """Return the keys of the episodes nearest by terms and of those nearest by subjects.

    At most `limit` of each; two queries. `between` leaves published episodes that are placed
    between two positions; without it those of any state are returned.
    """
    by_terms = _nearest("scoring_episodeterm", "term_id", vectors.terms, limit, between)
    by_subjects = _nearest(
        "scoring_subjectweight", "subject_id", vectors.subject_weights, limit, between
    )
    return list(dict.fromkeys([*by_terms, *by_subjects]))


def _nearest(
    table: str,
    key: str,
    weights: Mapping[int, float],
    limit: int,
    between: tuple[float, float] | None,
) -> list[int]:
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:SEARCHED]
    if not heaviest:
        return []
    statement, values = postings(table, "transcript_id", dict(heaviest), EPISODE_POSTINGS, key=key)
    joins = _PLACED if between else ""
    with connection.cursor() as cursor:
        # The statement is made of constants of this module; everything else is bound.
        cursor.execute(
            _NEAREST.format(postings=statement, joins=joins), [*values, *(between or ()), limit]
        )
        return [episode for episode, _ in cursor.fetchall()]


def postings(
    table: str, column: str, weights: Mapping[int, float], limit: int, *, key: str = "term_id"
) -> tuple[str, list[float]]:
    """Return the statement that reads the postings of all terms, and the values it binds."""
    one = _POSTINGS.format(table=table, column=column, key=key)
    values: list[float] = []
    for term, weight in weights.items():
        values += [weight, term, limit]
    return " UNION ALL ".join([one] * len(weights)), values
