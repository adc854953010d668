"""Find passages in other conversations that argue the other side of the same point.

This module only reads stored answers; `scoring/services/answer_index.py` calculates them after
scoring.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from library.models import Segment
from scoring.models import Assessment, PassageAnswer, Subject


@dataclass(frozen=True, slots=True)
class Answer:
    """An answering passage, with its score and the names of the shared subjects.

    `nearness` is the topic similarity of the two passages, from 0 to 1. `start` and `end` are the
    character offsets of the answering sentences in the passage.
    """

    segment: Segment
    score: float
    nearness: float
    topics: list[str]
    start: int
    end: int


def answers_to(segment: Segment) -> list[Answer]:
    """Return up to three passages that answer `segment`, from different episodes.

    Runs two queries.
    """
    rows = list(
        shown_answers()
        .filter(question=segment)
        .annotate(score=F("answer__claim__score"))
        .select_related("answer__transcript__episode__show")
        .defer("answer__transcript__cues")
        .order_by("place")
    )
    names = subject_names(slug for row in rows for slug in row.subjects)
    return [
        Answer(
            row.answer,
            row.score,
            row.nearness,
            [names[slug] for slug in row.subjects if slug in names],
            row.start,
            row.end,
        )
        for row in rows
    ]


def shown_answers() -> QuerySet[PassageAnswer]:
    """Select the answers to show: ranked answers from current transcripts of published episodes."""
    return PassageAnswer.objects.filter(
        place__isnull=False,
        answer__claim__isnull=False,
        answer__transcript__is_current=True,
        answer__transcript__episode__status="published",
    )


def answered_segments(transcript_id: int) -> set[int]:
    """Return the keys of the passages in a transcript that have an answer to show.

    Runs one query.
    """
    rows = shown_answers().filter(question__transcript=transcript_id)
    return set(rows.values_list("question", flat=True))


def subject_names(slugs: Iterable[str]) -> dict[str, str]:
    """Return the names of the subjects with these slugs, by slug. Runs one query."""
    unique = set(slugs)
    if not unique:
        return {}
    return dict(Subject.objects.filter(slug__in=unique).values_list("slug", "name"))


def score_of(segment: Segment) -> float | None:
    """Return the displayed score of `segment`.

    Returns None if the segment has no score or is not about AI, or if its conversation has no
    position.
    """
    assessment = Assessment.objects.filter(transcript=segment.transcript_id).automatic().in_force()
    if assessment is None or not assessment.placed:
        return None
    scores = assessment.segment_scores.filter(segment=segment)
    return scores.values_list("score", flat=True).first()
