"""Weights of a conversation's subjects, used for display and for topic similarity.

The weight increases with the share of the conversation's passages that mention a subject, and with
the ratio of that share to the share in the whole library. If a subject is mentioned in `n` of the
conversation's `passages`, and in a share `base` of all passages in the library, then

    weight = sqrt(n / passages) x ln((n + PRIOR x base) / (passages + PRIOR) / base),

or 0 if that is negative. The formula adds `PRIOR` average passages, so that one mention in a short
conversation does not dominate. The weights are then scaled to a vector of length 1.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

PRIOR = 40
"""Number of average passages to add: about half as many as an average conversation has."""
MIN_PASSAGES = 2
"""Minimum number of passages that must mention a subject for it to be displayed."""
NAMED = 8


@dataclass
class SubjectCount:
    """The number of passages in the library, and the number that mention each subject."""

    passages: int = 0
    mentioned: Counter[str] = field(default_factory=Counter)

    def add(self, passages: Iterable[Iterable[str]]) -> None:
        """Add one conversation, given the subjects of each of its passages."""
        for subjects in passages:
            self.passages += 1
            self.mentioned.update(set(subjects))

    def base(self, subject: str) -> float:
        """Return the share of passages that mention `subject`, assuming that at least one does."""
        return max(1, self.mentioned[subject]) / max(1, self.passages)


def subject_vector(passages: Sequence[Iterable[str]], count: SubjectCount) -> dict[str, float]:
    """Return the weights of a conversation's subjects, given the subjects of each passage."""
    mentioned = Counter(subject for subjects in passages for subject in set(subjects))
    total = len(passages)
    weights: dict[str, float] = {}
    for subject, passages_with in mentioned.items():
        base = count.base(subject)
        excess = math.log((passages_with + PRIOR * base) / (total + PRIOR) / base)
        if excess > 0:
            weights[subject] = math.sqrt(passages_with / total) * excess
    length = math.sqrt(math.fsum(weight * weight for weight in weights.values()))
    return {subject: round(weight / length, 4) for subject, weight in weights.items()}


def named_subjects(
    passages: Sequence[Iterable[str]], vector: Mapping[str, float], *, most: int = NAMED
) -> list[str]:
    """Return the subjects to display, highest weight first.

    Subjects that only one passage mentions are left out, unless there is only one passage.
    """
    mentioned = Counter(subject for subjects in passages for subject in set(subjects))
    enough = min(MIN_PASSAGES, len(passages))
    order = sorted((-weight, subject) for subject, weight in vector.items())
    return [subject for _, subject in order if mentioned[subject] >= enough][:most]
