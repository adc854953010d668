"""Terms with weights: what a passage or a conversation is about, and how near two are.

A term weighs more the rarer it is among the segments of the library: ln(segments / segments with
it), less a half. In a passage that is
multiplied by how often the term is said (1 + ln), and by how much of the conversation it runs
through, n / (n + 2) for n segments: a birthday mentioned once is no topic. In a whole conversation
it is multiplied by n itself. Terms of one conversation only can make nothing near, and are left
out. Vectors are of length 1, so that their product is the cosine of the angle between them: 0,
nothing shared, to 1.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.core.topics.terms import terms_of

VERSION = "3"
"""Changes whenever the vector of a text could."""
SEGMENT_TERMS, EPISODE_TERMS = 16, 100
NEIGHBOUR = 0.5
"""What saying a term in the segment before or after counts; topics run across segments."""
PAIR = 0.8
"""A pair says much the same again as its two words."""
RUNS = 2
LEAST = 0.5
"""What the commonest terms weigh, and what is taken off the others: what every third segment says
tells little, but a library of one topic has vectors too."""

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Rarity:
    """In how many segments of the library each term is said; terms of one episode are not there."""

    segments: int
    documents: Mapping[str, int]

    def of(self, term: str) -> float:
        """Return the weight of `term`; every term weighs something."""
        return max(LEAST, math.log(self.segments / self.documents[term]) - LEAST)


def vectors_of(texts: Sequence[str], rarity: Rarity) -> tuple[Vector, list[Vector]]:
    """Return what a conversation is about, and each of its segments, given their texts."""
    said = [terms_of(text) for text in texts]
    runs = Counter(term for terms in said for term in terms if term in rarity.documents)
    weight = {
        term: rarity.of(term) * (PAIR if " " in term else 1)
        for term, count in runs.items()
        if count > 1
    }
    whole = {term: runs[term] * weight[term] for term in weight}
    passages = []
    for place, terms in enumerate(said):
        beside = [said[at] for at in (place - 1, place + 1) if 0 <= at < len(said)]
        passage = {}
        for term in terms.keys() & weight.keys():
            heard = terms[term] + NEIGHBOUR * sum(other[term] for other in beside)
            running = runs[term] / (runs[term] + RUNS)
            passage[term] = (1 + math.log(heard)) * running * weight[term]
        passages.append(_unit(passage, SEGMENT_TERMS))
    return _unit(whole, EPISODE_TERMS), passages


def _unit(weights: Mapping[str, float], most: int) -> Vector:
    """Return the `most` weightiest terms as a vector of length 1."""
    kept = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    length = math.sqrt(math.fsum(value * value for _, value in kept))
    return {term: round(value / length, 4) for term, value in kept}
