"""The answering rule: which passages answer a passage in another conversation.

A passage can have answers if it is about AI, takes a side and makes a claim. A passage of another
conversation is an answer if it is also about AI and makes a claim, takes the other side, mentions
one of the same subjects, and has a similarity of at least `NEAR`. Answers are ordered by
similarity, with a small bonus for clear claims. At most one answer comes from each conversation,
and no passage answers more than `MAX_ANSWERED` others.

If the stance scorer changes, refit the limits in this module.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.mirror import DISTANCE, MIDDLE, opposed
from scoring.core.nearness import cosine, topic_nearness
from scoring.core.subjects.weights import SubjectCount

NEAR = 0.2
"""Minimum similarity between a passage and its answer."""
ASKING_CLAIM, ANSWERING_CLAIM = 2.5, 4.0
"""Minimum claim strength of the answered passage and of its answer (see claims.py)."""
ASKING_AI, ANSWERING_AI = 1, 2
"""Minimum number of mentions of AI in the answered passage and in its answer."""
CLAIM_WEIGHT = 0.02
"""Amount added to the similarity for each unit of claim strength when answers are ranked."""
MAX_CLAIM = 12.0
"""Claim strength above this value does not affect the ranking of answers."""
MAX_ANSWERS = 3
MAX_ANSWERED = 5
MIN_SUBJECT_WEIGHT = 0.2
"""Minimum weight, before normalisation, of a subject that is mentioned once in a passage."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage with its score in points, its vectors, its mentions of AI and its claim strength.

    `terms` and `subjects` are unit vectors. `claim` is 0 if the passage has too many questions.
    """

    key: int
    episode: int
    score: float
    terms: Mapping[str, float]
    subjects: Mapping[str, float]
    says_ai: int
    claim: float

    @property
    def asks(self) -> bool:
        """Whether the passage can have answers: it is about AI, takes a side and makes a claim."""
        return (
            abs(self.score) >= MIDDLE and self.says_ai >= ASKING_AI and self.claim >= ASKING_CLAIM
        )

    @property
    def can_answer(self) -> bool:
        return (
            abs(self.score) >= MIDDLE
            and self.says_ai >= ANSWERING_AI
            and self.claim >= ANSWERING_CLAIM
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """An answering passage, its similarity, and the shared subjects, highest weight first."""

    passage: Passage
    nearness: float
    subjects: tuple[str, ...]

    @property
    def strength(self) -> float:
        return self.nearness + CLAIM_WEIGHT * min(self.passage.claim, MAX_CLAIM)


def passage_subjects(counts: Mapping[str, int], count: SubjectCount) -> dict[str, float]:
    """Return the weights of a passage's subjects, given how often it mentions each of them."""
    weights = {
        subject: (1 + math.log(times)) * max(MIN_SUBJECT_WEIGHT, -math.log(count.base(subject)) - 1)
        for subject, times in counts.items()
    }
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {subject: round(weight / length, 4) for subject, weight in weights.items()}


def answer(question: Passage, other: Passage) -> Answer | None:
    """Return `other` as an Answer if it answers `question`, else None."""
    if other.episode == question.episode or not (question.asks and other.can_answer):
        return None
    if not opposed(question.score, other.score) or abs(question.score - other.score) < DISTANCE:
        return None
    shared = question.subjects.keys() & other.subjects.keys()
    if not shared:
        return None
    near = topic_nearness(
        cosine(question.terms, other.terms), cosine(question.subjects, other.subjects)
    )
    if near < NEAR:
        return None
    order = sorted(shared, key=lambda name: (-question.subjects[name] * other.subjects[name], name))
    return Answer(other, round(near, 4), tuple(order))


def answers(question: Passage, candidates: Iterable[Passage]) -> list[Answer]:
    """Return the best answer to `question` from each conversation, strongest first."""
    best: dict[int, Answer] = {}
    for other in candidates:
        candidate = answer(question, other)
        if candidate is None:
            continue
        episode = other.episode
        if episode not in best or _order(candidate) < _order(best[episode]):
            best[episode] = candidate
    return sorted(best.values(), key=_order)


def assign(candidates: Mapping[int, Sequence[Answer]]) -> dict[int, list[Answer]]:
    """Choose up to `MAX_ANSWERS` answers for each question in `candidates`.

    `candidates` and the result map the keys of questions to answers. The strongest answers are
    assigned first, and a passage answers at most `MAX_ANSWERED` questions. Questions without an
    answer are left out of the result.
    """
    pairs = sorted(
        ((question, candidate) for question, group in candidates.items() for candidate in group),
        key=lambda pair: (*_order(pair[1]), pair[0]),
    )
    answered: Counter[int] = Counter()
    assigned: dict[int, list[Answer]] = {}
    for question, candidate in pairs:
        answers_of = assigned.get(question, [])
        if len(answers_of) < MAX_ANSWERS and answered[candidate.passage.key] < MAX_ANSWERED:
            assigned[question] = [*answers_of, candidate]
            answered[candidate.passage.key] += 1
    return assigned


def _order(candidate: Answer) -> tuple[float, int]:
    return -round(candidate.strength, 6), candidate.passage.key
