"""Term vectors of passages and conversations, and their similarity.

The weight of a term depends on its rarity in the library: ln(segments / segments with the term) -
0.5, but at least 0.5. In a passage, it is multiplied by 1 + ln(occurrences), and by n / (n + 2),
where n is the number of segments in the conversation with the term, because a term mentioned only
once is not a topic. In a conversation, it is multiplied by n. Terms that occur in only one
conversation of the library, or in only one segment of the conversation, are left out. Vectors have
length 1, so their dot product is their cosine, from 0 (nothing shared) to 1.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.core.topics.terms import terms_of

VERSION = "3"
"""Version of the vectors; increase it with every change that affects them."""
SEGMENT_TERMS, EPISODE_TERMS = 16, 100
NEIGHBOUR = 0.5
"""Factor for occurrences in the previous and the next segment, because topics span segments."""
PAIR = 0.8
"""Factor for pairs of words, because a pair mostly repeats the meaning of its two words."""
RUNS = 2
MIN_WEIGHT = 0.5
"""Minimum weight of a term, and the amount subtracted from every weight. The subtraction mostly
affects unspecific terms, such as those in a third of the segments. The minimum is needed for a
library about a single topic, in which all terms are frequent."""

Vector = dict[str, float]


@dataclass(frozen=True, slots=True)
class Rarity:
    """The number of segments in the library, and the number of segments with each term.

    Terms in only one episode are left out.
    """

    segments: int
    documents: Mapping[str, int]

    def of(self, term: str) -> float:
        """Return the weight of `term`, which is at least `MIN_WEIGHT`."""
        return max(MIN_WEIGHT, math.log(self.segments / self.documents[term]) - MIN_WEIGHT)


def vectors_of(texts: Sequence[str], rarity: Rarity) -> tuple[Vector, list[Vector]]:
    """Return the vectors of a conversation and of its segments, given their texts."""
    term_counts = [terms_of(text) for text in texts]
    runs = Counter(term for terms in term_counts for term in terms if term in rarity.documents)
    weight = {
        term: rarity.of(term) * (PAIR if " " in term else 1)
        for term, count in runs.items()
        if count > 1
    }
    whole = {term: runs[term] * weight[term] for term in weight}
    passages = []
    for index, terms in enumerate(term_counts):
        beside = [term_counts[at] for at in (index - 1, index + 1) if 0 <= at < len(term_counts)]
        passage = {}
        for term in terms.keys() & weight.keys():
            heard = terms[term] + NEIGHBOUR * sum(other[term] for other in beside)
            running = runs[term] / (runs[term] + RUNS)
            passage[term] = (1 + math.log(heard)) * running * weight[term]
        passages.append(_unit(passage, SEGMENT_TERMS))
    return _unit(whole, EPISODE_TERMS), passages


def _unit(weights: Mapping[str, float], most: int) -> Vector:
    """Return the `most` terms with the highest weights as a unit vector."""
    heaviest = sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:most]
    length = math.sqrt(math.fsum(value * value for _, value in heaviest))
    return {term: round(value / length, 4) for term, value in heaviest}
