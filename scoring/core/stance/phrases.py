"""Which words are shown as the reason of a score, and the share of each.

The direction of a text is carried by its words: a pair of stems by its two words evenly, a
lexicon phrase by its words evenly. A phrase is a lexicon phrase, or a run of words that carry
much and all the same way; said again, it is named once, where it was first said. What stop words
carry, and what is too small to name, is the rest.
"""

from typing import NamedTuple

import numpy as np

from scoring.core.scorers import Phrase
from scoring.core.stance.lexicon import Hit
from scoring.core.stance.weights import Floats, Integers
from scoring.core.stance.words import NEGATION_REACH, NEGATIONS, Words, plain

FLOOR = 1.0
"""Points that a run of words outside the lexicon has to carry to be named."""
FAINTEST = 0.1
"""Points under which even a lexicon phrase is not worth naming."""
MOST = 8


class Mark(NamedTuple):
    """A lexicon phrase, by number from 1, and the way it points; 0 is none."""

    number: int
    way: float


NO_MARK = Mark(0, 0.0)


def phrases_of(
    text: str,
    places: Words,
    carried: Floats,
    telling: Integers,
    hits: list[tuple[Hit, float]],
    unit: float,
) -> list[Phrase]:
    """Return the phrases that move the score most, at most `MOST`, strongest first.

    `carried` is what features make each word carry; times `unit` that is points. `telling` is 1
    for every word that may be named by itself.
    """
    marks, worth = _marked(places.words, hits)
    strong = np.flatnonzero(np.abs(carried * unit) * telling >= FLOOR / 2).tolist()
    each = carried.tolist()
    reasons: dict[tuple[str, ...], tuple[float, int, int]] = {}
    for first, last in _runs(sorted({*marks, *strong}), marks, each):
        gained = sum(worth.get(index, 0.0) for index in range(first, last + 1))
        points = unit * (sum(each[first : last + 1]) + gained)
        said = tuple(places.words[first : last + 1])
        before, *place = reasons.get(said, (0.0, first, last))
        reasons[said] = (before + points, place[0], place[1])
    kept = [
        (first, last, round(points, 2))
        for points, first, last in reasons.values()
        if _tells(points, marks.get(first, NO_MARK).way * unit)
    ]
    kept = sorted(sorted(kept, key=lambda reason: (-abs(reason[2]), reason[0]))[:MOST])
    where = places.places([(first, last) for first, last, _ in kept])
    phrases = [
        Phrase(text[start:end], start, end, points)
        for (start, end), (_, _, points) in zip(where, kept, strict=True)
    ]
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _tells(points: float, way: float) -> bool:
    """Say whether a run is a reason: a lexicon phrase that pulls as it points, or strong alone."""
    return points * way > 0 and abs(points) >= FAINTEST if way else abs(points) >= FLOOR


def _marked(
    words: list[str], hits: list[tuple[Hit, float]]
) -> tuple[dict[int, Mark], dict[int, float]]:
    """Return which words stand in which lexicon phrase, and what each gains by it.

    Of phrases that overlap, the longer marks the words.
    """
    marks: dict[int, Mark] = {}
    worth: dict[int, float] = {}
    longest_first = sorted(hits, key=lambda found: -len(found[0].entry.words))
    for number, (hit, whole) in enumerate(longest_first, start=1):
        mark = Mark(number, whole)
        for index in hit.words:
            worth[index] = worth.get(index, 0.0) + whole / len(hit.words)
            marks.setdefault(index, mark)
        if hit.share < 0:
            for index in _up_to_the_negation(words, hit.first):
                marks.setdefault(index, mark)
    return marks, worth


def _up_to_the_negation(words: list[str], first: int) -> range:
    """Return the words from the negation that turned a phrase round up to the phrase."""
    for index in range(first - 1, max(-1, first - 1 - NEGATION_REACH), -1):
        if plain(words[index]) in NEGATIONS:
            return range(index, first)
    return range(first, first)


def _runs(
    indices: list[int], marks: dict[int, Mark], carried: list[float]
) -> list[tuple[int, int]]:
    """Return first and last word of each run of neighbours that point one way, by one cause."""
    runs: list[tuple[int, int]] = []
    previous: tuple[int, bool] | None = None
    for index in indices:
        mark = marks.get(index, NO_MARK)
        key = mark.number, mark is NO_MARK and carried[index] > 0
        if runs and key == previous and runs[-1][1] == index - 1:
            runs[-1] = (runs[-1][0], index)
        else:
            runs.append((index, index))
        previous = key
    return runs
