"""Compute the passage properties used by the answering rule."""

from collections.abc import Mapping

from scoring.core.answering.claims import MAX_QUESTIONS, claim_strength, question_share
from scoring.core.answering.rule import Passage, passage_subjects
from scoring.core.subjects.tagger import Tagger
from scoring.core.subjects.weights import SubjectCount


def read_claim(text: str) -> float:
    """Return the claim strength of `text`, or 0 if it has too many questions."""
    return 0.0 if question_share(text) > MAX_QUESTIONS else claim_strength(text)


def read_passage(
    key: int,
    episode: int,
    text: str,
    score: float,
    terms: Mapping[str, float],
    tagger: Tagger,
    count: SubjectCount,
) -> Passage:
    """Return the passage with its subjects, mentions of AI and claim strength.

    `score` must be 0 if the passage is not about AI.
    """
    tagged = tagger.tag(text)
    subjects = passage_subjects(tagged.counts(), count)
    return Passage(key, episode, score, terms, subjects, tagged.says_ai, read_claim(text))
