"""The answering passage: the same point, made from the other side, elsewhere in the library.

Passages are found through the inverted index of their terms. What is nearest is then held against
the rule: another published episode, at least `DISTANCE` points away, on the other side of the
middle and with a side of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from library.models import Segment
from scoring.core.mirror import DISTANCE, MIDDLE, takes_side
from scoring.core.topics.similarity import SHARED, distinct
from scoring.models import Assessment, SegmentTerm
from scoring.selectors.inverted_index import SEGMENT_POSTINGS, postings

NEAREST = 1_000
NEAR = 0.33
"""Nearness from which two passages are on the same point, judged by reading (docs)."""
MOST = 3
TOPICS_NAMED = 4

_SELECT = """
WITH product AS ({postings}),
near AS (
    SELECT segment_id, SUM(product) AS nearness FROM product
    GROUP BY segment_id HAVING SUM(product) >= %s ORDER BY nearness DESC, segment_id LIMIT %s
)
SELECT near.segment_id, near.nearness, score.score, transcript.episode_id
FROM near
JOIN library_segment seg ON seg.id = near.segment_id
JOIN library_transcript transcript ON transcript.id = seg.transcript_id AND transcript.is_current
JOIN library_episode episode ON episode.id = transcript.episode_id AND episode.status = 'published'
JOIN scoring_segmentscore score ON score.segment_id = seg.id AND score.assessment_id = (
    SELECT latest.id FROM scoring_assessment latest
    WHERE latest.transcript_id = transcript.id AND latest.kind = 'automatic'
    ORDER BY latest.leads DESC, latest.scorer = %s DESC, latest.id DESC LIMIT 1)
JOIN scoring_assessment assessment ON assessment.id = score.assessment_id
    AND assessment.position IS NOT NULL
WHERE transcript.episode_id <> %s AND score.lens <> 'off-topic'
AND score.score BETWEEN %s AND %s
ORDER BY near.nearness DESC, seg.id
LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Answer:
    """A passage that answers, how near it is (0 to 1), and the topics it shares."""

    segment: Segment
    score: float
    nearness: float
    topics: list[str]


def answers_to(segment: Segment, score: float) -> list[Answer]:
    """Return up to three passages of as many episodes that answer `segment`, nearest first.

    None when its score takes no side. The same number of queries for a library of any size.
    """
    if not takes_side(score):
        return []
    weights = dict(SegmentTerm.objects.filter(segment=segment).values_list("term", "weight"))
    if not weights:
        return []
    found = _nearest(segment, score, weights)
    topics = shared_topics([key for key, _, _, _ in found], weights)
    chosen: dict[int, tuple[int, float, float]] = {}
    for key, nearness, other_score, episode in found:
        if episode not in chosen and len(chosen) < MOST and len(topics[key]) >= SHARED:
            chosen[episode] = key, nearness, other_score
    segments = (
        Segment.objects.select_related("transcript__episode__show")
        .defer("transcript__cues")
        .in_bulk([key for key, _, _ in chosen.values()])
    )
    return [
        Answer(
            segments[key],
            other_score,
            round(nearness, 4),
            topics[key],
        )
        for key, nearness, other_score in chosen.values()
    ]


def shared_topics(segments: Sequence[int], weights: dict[int, float]) -> dict[int, list[str]]:
    """Return the labels of the terms that weigh most in both, by segment."""
    rows = SegmentTerm.objects.filter(segment__in=segments, term__in=weights, term__topical=True)
    shared: dict[int, list[tuple[float, str]]] = {key: [] for key in segments}
    for key, term, label, weight in rows.values_list("segment", "term", "term__label", "weight"):
        shared[key].append((-weight * weights[term], label))
    return {
        key: distinct([label for _, label in sorted(terms)], most=TOPICS_NAMED)
        for key, terms in shared.items()
    }


def score_of(segment: Segment) -> float | None:
    """Return the score that is shown of `segment`.

    None where it was not scored, is not about AI, or belongs to a conversation that is not placed.
    """
    assessment = Assessment.objects.filter(transcript=segment.transcript_id).automatic().in_force()
    if assessment is None or not assessment.placed:
        return None
    scores = assessment.segment_scores.filter(segment=segment)
    return scores.values_list("score", flat=True).first()


def _nearest(
    segment: Segment, score: float, weights: dict[int, float]
) -> list[tuple[int, float, float, int]]:
    """Return key, nearness, score and episode of passages on the other side, nearest first."""
    statement, values = postings("scoring_segmentterm", "segment_id", weights, SEGMENT_POSTINGS)
    low, high = (-100.0, min(-MIDDLE, score - DISTANCE))
    if score < 0:
        low, high = (max(MIDDLE, score + DISTANCE), 100.0)
    values += [NEAR, NEAREST, settings.DEFAULT_SCORER]
    values += [segment.transcript.episode_id, low, high, 10 * MOST]
    with connection.cursor() as cursor:
        # The statement is made of constants of this module; everything else is bound.
        cursor.execute(_SELECT.format(postings=statement), values)
        rows: list[tuple[int, float, float, int]] = cursor.fetchall()
        return rows
