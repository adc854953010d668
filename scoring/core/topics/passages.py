"""Find the two most similar passages that disagree, one from each of two conversations."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from scoring.core.mirror import opposed

MIN_NEARNESS = 0.33
"""Minimum similarity of two passages about the same point, chosen by reading pairs of quotes."""

MIN_LEAN = 25
"""Minimum absolute value of both scores. If a score is nearer to 0, a short quote seldom shows
which side the passage takes."""


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage: its term weights by key, the keys of its subjects, and its score in points."""

    terms: Mapping[int, float]
    subjects: Collection[int]
    score: float

    @property
    def leans(self) -> bool:
        return abs(self.score) >= MIN_LEAN

    def disagrees(self, other: "ScoredPassage") -> bool:
        """Return whether the passages clearly take opposite sides and share a subject."""
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
    """Return the most similar pair that disagrees, or None if no such pair is similar enough."""
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
