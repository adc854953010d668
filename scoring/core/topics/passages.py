"""Which two passages, one of each conversation, speak most directly about the same thing."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.core.mirror import DISTANCE, opposed

ENOUGH = 0.2
"""Nearness below which two passages are not about the same thing, judged by reading."""
SAME_SIDE = 0.6
"""What a pair of passages counts that does not stand on two sides of the middle."""


@dataclass(frozen=True, slots=True)
class PassagePair:
    """The indices, from 0, of a passage of each conversation, and how near they are."""

    ours: int
    theirs: int
    nearness: float


def nearest_pair(
    ours: Sequence[Mapping[int, float]],
    theirs: Sequence[Mapping[int, float]],
    our_scores: Sequence[float],
    their_scores: Sequence[float],
) -> PassagePair | None:
    """Return the nearest two, those on opposite sides preferred, or None when none are near."""
    postings: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for place, vector in enumerate(theirs):
        for term, weight in vector.items():
            postings[term].append((place, weight))
    best, found = 0.0, None
    for place, vector in enumerate(ours):
        products: defaultdict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for other, other_weight in postings.get(term, ()):
                products[other] += weight * other_weight
        for other, nearness in products.items():
            worth = nearness
            if not _opposed(our_scores[place], their_scores[other]):
                worth *= SAME_SIDE
            if nearness >= ENOUGH and worth > best:
                best, found = worth, PassagePair(place, other, round(nearness, 4))
    return found


def _opposed(one: float, other: float) -> bool:
    return abs(one - other) >= DISTANCE and opposed(one, other)
