"""Store passages that make a claim, and the passages that answer them.

The answers for a conversation are calculated once it is published and indexed, and again when
another assessment becomes current. Answers are stored in both directions, so passages of a new
conversation also become answers to passages of older ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from library.models import Segment
from scoring.core.answering.reading import read_passage
from scoring.core.answering.rule import Answer, Passage, answer, answers, assign
from scoring.core.answering.trimming import trim
from scoring.core.mirror import MIDDLE
from scoring.core.subjects.weights import SubjectCount
from scoring.models import (
    Assessment,
    ClaimPassage,
    PassageAnswer,
    SegmentScore,
    SegmentSubject,
    TranscriptTopics,
)
from scoring.selectors.claim_passages import nearest_claims, read_claims, terms_of
from scoring.services.subject_index import Vocabulary

MAX_STORED = 8
"""Maximum number of stored answers per passage.

More are stored than shown, because each passage is shown as the answer to only a few others.
"""
BATCH = 2_000


def refresh_answers(vocabulary: Vocabulary, segments: int) -> int:
    """Recalculate the answers after scores change; return the number of conversations affected.

    `segments` is the number of segments in the library. Runs only one query if nothing has changed.
    """
    stale = list(_stale())
    if not stale:
        return 0
    count = SubjectCount(segments, vocabulary.count.mentioned)
    # All claims are stored before any answers, so that concurrent workers do not miss a pair.
    for topics in stale:
        _store_claims(topics, vocabulary, count)
    for topics in stale:
        _store_answers(topics, vocabulary, count)
    assign_places()
    return len(stale)


def _stale() -> QuerySet[TranscriptTopics]:
    latest = Assessment.objects.automatic().filter(transcript=OuterRef("transcript"))
    current = TranscriptTopics.objects.filter(
        transcript__is_current=True, transcript__episode__status="published"
    )
    return (
        current.annotate(now=Subquery(latest.preferred_first().values("pk")[:1]))
        .exclude(now=None)
        .exclude(stances=F("now"))
        .select_related("transcript")
        .defer("transcript__cues", "passages")
        .order_by("pk")
    )


def _segments_of(episode_id: int) -> list[int]:
    """Return the keys of all segments of an episode, so that deletes need no join.

    With outdated statistics, PostgreSQL can plan a delete with a join as a scan of the whole table.
    """
    segments = Segment.objects.filter(transcript__episode=episode_id)
    return list(segments.values_list("pk", flat=True))


def _segments_of_transcript(transcript_id: int) -> list[int]:
    return list(Segment.objects.filter(transcript=transcript_id).values_list("pk", flat=True))


@transaction.atomic
def _store_claims(topics: TranscriptTopics, vocabulary: Vocabulary, count: SubjectCount) -> None:
    """Store the score of each subject mention, and the passages that make a claim."""
    transcript = topics.transcript
    segments = _segments_of(transcript.episode_id)
    mentions = SegmentSubject.objects.filter(segment__in=_segments_of_transcript(transcript.pk))
    mentions.update(score=None)
    ClaimPassage.objects.filter(segment__in=segments).delete()
    assessment = Assessment.objects.get(pk=topics.now)  # type: ignore[attr-defined]
    if not assessment.placed:
        return
    scores = SegmentScore.objects.filter(assessment=assessment, score__isnull=False).exclude(
        segment__index__in=assessment.left_out
    )
    of_segment = scores.filter(segment=OuterRef("segment")).values("score")
    mentions.update(score=Subquery(of_segment[:1]))
    leaning = scores.filter(Q(score__gte=MIDDLE) | Q(score__lte=-MIDDLE))
    tagger = vocabulary.tagger
    claims = []
    for key, text, score in leaning.values_list("segment", "segment__text", "score"):
        passage = read_passage(key, transcript.episode_id, text, score or 0.0, {}, tagger, count)
        if passage.subjects and (passage.asks or passage.can_answer):
            claims.append(
                ClaimPassage(
                    segment_id=key,
                    score=score or 0.0,
                    says_ai=passage.says_ai,
                    claim=round(passage.claim, 4),
                    subjects=tagger.tag(text).counts(),
                )
            )
    ClaimPassage.objects.bulk_create(claims, batch_size=BATCH)


@transaction.atomic
def _store_answers(topics: TranscriptTopics, vocabulary: Vocabulary, count: SubjectCount) -> None:
    """Store the answers to a transcript's claims, and the claims that the transcript answers."""
    episode = topics.transcript.episode_id
    segments = _segments_of(episode)
    PassageAnswer.objects.filter(question__in=segments).delete()
    PassageAnswer.objects.filter(answer__in=segments).delete()
    own = dict(
        ClaimPassage.objects.filter(segment__transcript=topics.transcript_id).values_list(
            "segment", "score"
        )
    )
    terms = terms_of(own)
    near = {key: nearest_claims(terms[key], score, beside=episode) for key, score in own.items()}
    others = {key for keys in near.values() for key in keys}
    terms |= terms_of(others)
    passages = read_claims([*own, *others], terms, count)
    rows = [*_answers_to(near, passages), *_answered_by(near, passages)]
    texts = dict(
        Segment.objects.filter(pk__in={candidate.passage.key for _, candidate in rows}).values_list(
            "pk", "text"
        )
    )
    PassageAnswer.objects.bulk_create(
        (
            _row(question, candidate, texts[candidate.passage.key], vocabulary)
            for question, candidate in rows
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )
    now: int = topics.now  # type: ignore[attr-defined]
    TranscriptTopics.objects.filter(pk=topics.pk).update(stances=now)


def _row(question: int, candidate: Answer, text: str, vocabulary: Vocabulary) -> PassageAnswer:
    start, end = trim(text, vocabulary.tagger.tag(text), candidate.subjects)
    return PassageAnswer(
        question_id=question,
        answer_id=candidate.passage.key,
        nearness=candidate.nearness,
        subjects=list(candidate.subjects),
        start=start,
        end=end,
    )


def _answers_to(
    near: Mapping[int, Iterable[int]], passages: Mapping[int, Passage]
) -> list[tuple[int, Answer]]:
    return [
        (key, candidate)
        for key, others in near.items()
        for candidate in answers(passages[key], (passages[other] for other in others))[:MAX_STORED]
    ]


def _answered_by(
    near: Mapping[int, Iterable[int]], passages: Mapping[int, Passage]
) -> list[tuple[int, Answer]]:
    """Return a (claim key, best answer) pair for each claim that has an answer.

    `near` maps the key of each possible answer to the keys of claims that it might answer.
    """
    best: dict[int, Answer] = {}
    for key, others in near.items():
        for other in others:
            candidate = answer(passages[other], passages[key])
            if candidate and (other not in best or candidate.strength > best[other].strength):
                best[other] = candidate
    return list(best.items())


@transaction.atomic
def assign_places() -> None:
    """Rank all answers so that no passage is shown as the answer to too many others."""
    rows = PassageAnswer.objects.values_list(
        "pk", "question", "answer", "answer__transcript__episode", "nearness",
        "answer__claim__claim", "place",
    ).order_by("pk")  # fmt: skip
    by_question: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    keys: dict[tuple[int, int], tuple[int, int | None]] = {}
    for key, question, other, episode, nearness, claim, place in rows.iterator(chunk_size=BATCH):
        candidate = Answer(Passage(other, episode, 0.0, {}, {}, 0, claim or 0.0), nearness, ())
        keys[question, other] = key, place
        best = by_question[question].get(episode)
        if best is None or candidate.strength > best.strength:
            by_question[question][episode] = candidate
    assigned = assign(
        {question: list(candidates.values()) for question, candidates in by_question.items()}
    )
    places = {
        (question, candidate.passage.key): place
        for question, candidates in assigned.items()
        for place, candidate in enumerate(candidates, 1)
    }
    changed = [
        PassageAnswer(pk=key, place=places.get(pair))
        for pair, (key, place) in keys.items()
        if places.get(pair) != place
    ]
    PassageAnswer.objects.bulk_update(changed, ["place"], batch_size=500)
