"""Find the passages in two conversations, one from each, that disagree most directly."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.mirror import opposed

MIN_NEARNESS = 0.33
"""Minimum similarity of two passages on the same point, chosen by reading pairs of quotes."""

MIN_LEAN = 25
"""Minimum distance of both scores from 0. Passages nearer to 0 seldom show their side in a few
sentences."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage: its term weights, its subjects, and its score in points."""

    terms: Mapping[int, float]
    subjects: Collection[int]
    score: float

    @property
    def leans(self) -> bool:
        return abs(self.score) >= MIN_LEAN

    def disagrees(self, other: "ScoredPassage") -> bool:
        """Return whether the passages lean clearly to opposite sides and share a subject."""
        return (
            self.leans
            and other.leans
            and opposed(self.score, other.score)
            and not set(self.subjects).isdisjoint(other.subjects)
        )


@dataclass(frozen=True, slots=True)
class PassagePair:
    """The indices of two passages, one in each conversation, and their similarity."""

    ours: int
    theirs: int
    nearness: float


def nearest_pair(
    ours: Sequence[ScoredPassage], theirs: Sequence[ScoredPassage]
) -> PassagePair | None:
    """Return the two most similar passages that disagree, or None if there are none."""
    postings: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
    for index, passage in enumerate(theirs):
        for term, weight in passage.terms.items():
            postings[term].append((index, weight))
    best, pair = 0.0, None
    for index, passage in enumerate(ours):
        if not passage.leans:
            continue
        products: defaultdict[int, float] = defaultdict(float)
        for term, weight in passage.terms.items():
            for other, other_weight in postings.get(term, ()):
                products[other] += weight * other_weight
        for other, nearness in products.items():
            if nearness >= MIN_NEARNESS and nearness > best and passage.disagrees(theirs[other]):
                best, pair = nearness, PassagePair(index, other, round(nearness, 4))
    return pair
