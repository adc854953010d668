"""Which words are shown as the reason of a score, and the share of each.

Named are phrases of the lexicon and few other words: one known from labels alone moves the score,
but seldom says why. Phrases that overlap are one; so are neighbours that point the same way, with
at most one stop word and no punctuation but a comma between them. Function words at both ends are
cut off, and what is left has to tell something (`naming`) and to pull the way that its themes
were written for. A phrase carries all that features put on its words, cut off or not: a pair of
stems by its two words evenly. Said again, it is named once, where it was first said. All else is
the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.scorers import Phrase
from scoring.core.spectrum import Lens
from scoring.core.stance.lexicon import Hit
from scoring.core.stance.naming import LEARNED, STRONG, bears_denial, meant, tells, trimmed
from scoring.core.stance.stop_words import STOP_WORDS
from scoring.core.stance.weights import Floats
from scoring.core.stance.words import NEGATION_REACH, NEGATIONS, Words, all_plain

FAINTEST, FAINTEST_SHARE = 0.5, 0.05
"""Points, and share of the score, under which a phrase is not worth naming."""
LEARNED_FLOOR = 1.0
"""Points that a word outside the lexicon has to carry."""
LEARNED_SIDE = 0.1
"""How much such a word says about the side of the phrase that it is part of."""
MOST = 8
LONGEST_JOINED = 6
"""Words of a phrase made of neighbours."""


@dataclass(slots=True)
class Run:
    """Words that belong to one reason.

    `worth` is what lexicon phrases in it add to the direction; `side` is above 0 when it was
    written as opportunity-forward, below when as risk-forward.
    """

    first: int
    last: int
    worth: float
    side: float


def floor_of(score: float, lens: Lens) -> float:
    """Return the points that a phrase needs to be named: more where the talk is off the topic."""
    return max(STRONG if lens is Lens.OFF_TOPIC else FAINTEST, FAINTEST_SHARE * abs(score))


def phrases_of(
    text: str,
    places: Words,
    carried: Floats,
    hits: Sequence[tuple[Hit, float]],
    unit: float,
    floor: float,
) -> list[Phrase]:
    """Return the phrases that move the score most, at most `MOST`, strongest first.

    `carried` is what features make each word carry; `hits` are what the lexicon found, each with
    what it adds to that. Times `unit` both are points, of which a
    phrase needs `floor` to be named.
    """
    words = all_plain(places.words)
    each = carried.tolist()
    reasons: dict[tuple[str, ...], tuple[float, int, int]] = {}
    covered = _covered(_of_lexicon(words, hits) + _learned(words, each, unit))
    for run in _joined(covered, words, places):
        points = unit * (sum(each[run.first : run.last + 1]) + run.worth)
        first, last = trimmed(words, run.first, run.last)
        whole = all(places.runs_on(index) for index in range(first, last))
        right = points * run.side > 0 and meant(words, first, last, run.side)
        if whole and right and tells(words[first : last + 1], points):
            said = tuple(words[first : last + 1])
            before, *place = reasons.get(said, (0.0, first, last))
            reasons[said] = (before + points, place[0], place[1])
    kept = [
        (first, last, round(points, 2))
        for points, first, last in reasons.values()
        if abs(points) >= floor
    ]
    kept = sorted(sorted(kept, key=lambda reason: (-abs(reason[2]), reason[0]))[:MOST])
    where = places.places([(first, last) for first, last, _ in kept])
    phrases = [
        Phrase(text[start:end], start, end, points)
        for (start, end), (_, _, points) in zip(where, kept, strict=True)
    ]
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _of_lexicon(words: Sequence[str], hits: Sequence[tuple[Hit, float]]) -> list[Run]:
    """Return what each hit covers; one that a negation turned round begins with the negation."""
    return [
        Run(
            _negation_of(words, hit.first) if hit.share < 0 else hit.first,
            hit.words[-1],
            worth,
            hit.entry.side * hit.share,
        )
        for hit, worth in hits
        if hit.share > 0 or bears_denial(hit.entry.words)
    ]


def _learned(words: Sequence[str], carried: Sequence[float], unit: float) -> list[Run]:
    """Return the words outside the lexicon that may be named, each by itself."""
    return [
        Run(index, index, 0.0, LEARNED_SIDE * LEARNED[word])
        for index, word in enumerate(words)
        if word in LEARNED and carried[index] * unit * LEARNED[word] >= LEARNED_FLOOR
    ]


def _covered(found: Sequence[Run]) -> list[Run]:
    """Return the runs in order, those that overlap as one."""
    runs: list[Run] = []
    for run in sorted(found, key=lambda run: (run.first, run.last)):
        if runs and run.first <= runs[-1].last:
            _add(runs[-1], run)
        else:
            runs.append(run)
    return runs


def _add(one: Run, other: Run) -> None:
    one.last = max(one.last, other.last)
    one.worth += other.worth
    one.side += other.side


def _negation_of(words: Sequence[str], first: int) -> int:
    """Return where the negation within reach before word `first` stands."""
    reach = range(first - 1, max(-1, first - 1 - NEGATION_REACH), -1)
    return next((index for index in reach if words[index] in NEGATIONS), first)


def _joined(runs: Sequence[Run], words: Sequence[str], places: Words) -> list[Run]:
    """Join runs that are neighbours and point the same way."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and _belong_together(before, run, words, places):
            _add(before, run)
        else:
            joined.append(run)
    return joined


def _belong_together(one: Run, other: Run, words: Sequence[str], places: Words) -> bool:
    between = range(one.last + 1, other.first)
    return (
        one.side * other.side > 0
        and other.last - one.first < LONGEST_JOINED
        and (not between or (len(between) == 1 and words[between[0]] in STOP_WORDS))
        and all(places.runs_on(index) for index in range(one.last, other.first))
        and all(tells(words[run.first : run.last + 1], STRONG) for run in (one, other))
    )
