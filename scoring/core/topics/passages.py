"""Which two passages, one of each conversation, disagree most directly about the same thing."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.mirror import DISTANCE, opposed, takes_side

ENOUGH = 0.2
"""Nearness below which two passages are not about the same thing, judged by reading."""


@dataclass(frozen=True, slots=True)
class Said:
    """A passage: the weights of its terms, its subjects, and its score in points."""

    terms: Mapping[int, float]
    subjects: Collection[int]
    score: float

    def disagrees(self, other: "Said") -> bool:
        """Whether both lean, to opposite sides, and mention a subject in common."""
        return (
            takes_side(self.score)
            and takes_side(other.score)
            and opposed(self.score, other.score)
            and abs(self.score - other.score) >= DISTANCE
            and not set(self.subjects).isdisjoint(other.subjects)
        )


@dataclass(frozen=True, slots=True)
class PassagePair:
    """The indices, from 0, of a passage of each conversation, and how near they are."""

    ours: int
    theirs: int
    nearness: float


def nearest_pair(ours: Sequence[Said], theirs: Sequence[Said]) -> PassagePair | None:
    """Return the nearest two that disagree, or None when none do or none are near."""
    postings: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, said in enumerate(theirs):
        for term, weight in said.terms.items():
            postings[term].append((place, weight))
    best, found = 0.0, None
    for place, said in enumerate(ours):
        if not takes_side(said.score):
            continue
        products: defaultdict[int, float] = defaultdict(float)
        for term, weight in said.terms.items():
            for other, other_weight in postings.get(term, ()):
                products[other] += weight * other_weight
        for other, nearness in products.items():
            if nearness >= ENOUGH and nearness > best and said.disagrees(theirs[other]):
                best, found = nearness, PassagePair(place, other, round(nearness, 4))
    return found
