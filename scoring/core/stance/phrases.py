"""Select the phrases that explain a score, and compute the share of each.

Only phrases of the lexicon and a few other words are shown, because most words learned from labels
affect the score without explaining it. Overlapping phrases are merged. Neighbouring phrases on the
same side are merged too, if at most a stop word and a comma separate them. Function words at both
ends are removed. The remaining words must be meaningful (see `naming`), and their points must be on
the side of their themes. A phrase gets all points of the features of its words, including the
removed words; the points of a pair of stems are divided equally between its two words. A repeated
phrase is shown once, at its first occurrence. All other points are part of `rest`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.scorers import Phrase
from scoring.core.spectrum import Lens
from scoring.core.stance.lexicon import Hit
from scoring.core.stance.naming import LEARNED, STRONG, bears_denial, is_meaningful, meant, trimmed
from scoring.core.stance.stop_words import STOP_WORDS
from scoring.core.stance.weights import Floats
from scoring.core.stance.words import NEGATION_REACH, NEGATIONS, Words, all_plain

MIN_POINTS, MIN_SHARE = 0.5, 0.05
"""Minimum points, and minimum share of the score, for a phrase to be shown."""
LEARNED_FLOOR = 1.0
"""Minimum points for a word outside the lexicon to be shown."""
LEARNED_SIDE = 0.1
"""Weight of a word outside the lexicon when the side of its phrase is determined."""
MAX_PHRASES = 8
MAX_JOINED = 6
"""Maximum number of words in a phrase merged from neighbours."""


@dataclass(slots=True)
class Run:
    """Consecutive words (`first` to `last`, inclusive) that can be shown as one phrase.

    `worth` is the sum of the direction weights of the run's lexicon phrases. `side` is positive if
    the run is opportunity-forward, and negative if it is risk-forward.
    """

    first: int
    last: int
    worth: float
    side: float


def floor_of(score: float, lens: Lens) -> float:
    """Return the minimum points of a phrase to show, which is higher for off-topic passages."""
    return max(STRONG if lens is Lens.OFF_TOPIC else MIN_POINTS, MIN_SHARE * abs(score))


def phrases_of(
    text: str,
    places: Words,
    carried: Floats,
    hits: Sequence[tuple[Hit, float]],
    unit: float,
    floor: float,
) -> list[Phrase]:
    """Return the phrases that affect the score most, up to `MAX_PHRASES`, strongest first.

    `carried` contains the direction weight of each word, and `hits` contains the lexicon entries
    with their direction weights. Weights are converted to points by multiplying them by `unit`.
    Phrases with fewer than `floor` points are left out.
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
        if whole and right and is_meaningful(words[first : last + 1], points):
            key = tuple(words[first : last + 1])
            before, *span = reasons.get(key, (0.0, first, last))
            reasons[key] = (before + points, span[0], span[1])
    chosen = [
        (first, last, round(points, 2))
        for points, first, last in reasons.values()
        if abs(points) >= floor
    ]
    chosen = sorted(sorted(chosen, key=lambda reason: (-abs(reason[2]), reason[0]))[:MAX_PHRASES])
    where = places.places([(first, last) for first, last, _ in chosen])
    phrases = [
        Phrase(text[start:end], start, end, points)
        for (start, end), (_, _, points) in zip(where, chosen, strict=True)
    ]
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _of_lexicon(words: Sequence[str], hits: Sequence[tuple[Hit, float]]) -> list[Run]:
    """Return one run for each lexicon entry, extended to include a negation that reverses it."""
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
    """Return one run for each word outside the lexicon that can be shown."""
    return [
        Run(index, index, 0.0, LEARNED_SIDE * LEARNED[word])
        for index, word in enumerate(words)
        if word in LEARNED and carried[index] * unit * LEARNED[word] >= LEARNED_FLOOR
    ]


def _covered(candidates: Sequence[Run]) -> list[Run]:
    """Return the runs in order, with overlapping runs merged."""
    runs: list[Run] = []
    for run in sorted(candidates, key=lambda run: (run.first, run.last)):
        if runs and run.first <= runs[-1].last:
            _add(runs[-1], run)
        else:
            runs.append(run)
    return runs


def _add(run: Run, other: Run) -> None:
    run.last = max(run.last, other.last)
    run.worth += other.worth
    run.side += other.side


def _negation_of(words: Sequence[str], first: int) -> int:
    """Return the index of a negation shortly before word `first`, or `first` if there is none."""
    reach = range(first - 1, max(-1, first - 1 - NEGATION_REACH), -1)
    return next((index for index in reach if words[index] in NEGATIONS), first)


def _joined(runs: Sequence[Run], words: Sequence[str], places: Words) -> list[Run]:
    """Merge neighbouring runs on the same side."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and _belong_together(before, run, words, places):
            _add(before, run)
        else:
            joined.append(run)
    return joined


def _belong_together(left: Run, right: Run, words: Sequence[str], places: Words) -> bool:
    between = range(left.last + 1, right.first)
    return (
        left.side * right.side > 0
        and right.last - left.first < MAX_JOINED
        and (not between or (len(between) == 1 and words[between[0]] in STOP_WORDS))
        and all(places.runs_on(index) for index in range(left.last, right.first))
        and all(is_meaningful(words[run.first : run.last + 1], STRONG) for run in (left, right))
    )
