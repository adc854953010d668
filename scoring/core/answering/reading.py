"""What the rule of answers needs of a passage, read from its text."""

from collections.abc import Mapping

from scoring.core.answering.claims import MAX_QUESTIONS, claim_strength, question_share
from scoring.core.answering.rule import Passage, passage_subjects
from scoring.core.subjects.tagger import Tagger
from scoring.core.subjects.weights import SubjectCount


def read_claim(text: str) -> float:
    """Return the strength of the claim that `text` makes, 0 where too much of it asks."""
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
    """Return the passage; `score` is 0 where it is not about AI."""
    tagged = tagger.tag(text)
    subjects = passage_subjects(tagged.counts(), count)
    return Passage(key, episode, score, terms, subjects, tagged.says_ai, read_claim(text))
