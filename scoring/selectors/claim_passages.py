"""Find passages that make a claim, and the most similar claims on the other side."""

from collections.abc import Collection, Mapping

from django.db import connection

from scoring.core.answering.rule import Passage, passage_subjects
from scoring.core.mirror import DISTANCE, MIDDLE
from scoring.core.subjects.weights import SubjectCount
from scoring.models import ClaimPassage, SegmentTerm
from scoring.selectors.inverted_index import SEGMENT_POSTINGS, postings

NEAREST = 30
"""Maximum number of passages checked as possible answers to each claim."""

_NEAREST = """
SELECT products.segment_id, SUM(product) AS nearness
FROM ({postings}) AS products
JOIN scoring_claimpassage claim
    ON claim.segment_id = products.segment_id AND claim.score BETWEEN %s AND %s
JOIN library_segment segment ON segment.id = products.segment_id
JOIN library_transcript transcript
    ON transcript.id = segment.transcript_id AND transcript.is_current
    AND transcript.episode_id <> %s
JOIN library_episode episode
    ON episode.id = transcript.episode_id AND episode.status = 'published'
GROUP BY products.segment_id ORDER BY nearness DESC, products.segment_id LIMIT %s
"""


def nearest_claims(terms: Mapping[int, float], score: float, *, beside: int) -> list[int]:
    """Return the keys of the most similar claims on the side opposite `score`.

    Similarity is based on `terms`, a mapping from term keys to weights. Claims of the episode
    `beside` are left out. Runs one query.
    """
    if not terms:
        return []
    statement, values = postings("scoring_segmentterm", "segment_id", terms, SEGMENT_POSTINGS)
    low, high = -100.0, min(-float(MIDDLE), score - DISTANCE)
    if score < 0:
        low, high = max(float(MIDDLE), score + DISTANCE), 100.0
    with connection.cursor() as cursor:
        # Only constants are interpolated; all values are bound parameters.
        cursor.execute(_NEAREST.format(postings=statement), [*values, low, high, beside, NEAREST])
        return [segment for segment, _ in cursor.fetchall()]


def terms_of(segments: Collection[int]) -> dict[int, dict[int, float]]:
    """Return the term weights of each segment in `segments`, by segment and term.

    Runs one query.
    """
    weights: dict[int, dict[int, float]] = {segment: {} for segment in segments}
    rows = SegmentTerm.objects.filter(segment__in=segments)
    for segment, term, weight in rows.values_list("segment", "term", "weight"):
        weights[segment][term] = weight
    return weights


def read_claims(
    segments: Collection[int], terms: Mapping[int, Mapping[int, float]], count: SubjectCount
) -> dict[int, Passage]:
    """Return a Passage, by key, for each of `segments` that makes a claim. Runs one query."""
    rows = ClaimPassage.objects.filter(segment__in=segments).values_list(
        "segment", "segment__transcript__episode", "score", "says_ai", "claim", "subjects"
    )
    return {
        key: Passage(
            key,
            episode,
            score,
            {str(term): weight for term, weight in terms[key].items()},
            passage_subjects(subjects, count),
            says_ai,
            claim,
        )
        for key, episode, score, says_ai, claim, subjects in rows
    }
