"""Divide a score among the words of its passage, and mark the clauses that explain it best.

A mark consists of one or more consecutive clauses, so it never begins or ends in the middle of a
clause. Every word of a passage adds a little to the score, so long marks get a penalty for their
length. Marks that contain key words, or that begin and end with a sentence, are preferred. Only the
best few marks are shown.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import finditer

from scoring.core.answering.claims import has_chatter
from scoring.core.clauses import clauses
from scoring.core.scorers import Phrase, WordShare
from scoring.core.stance.stop_words import STOP_WORDS


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule for marking passages with an absolute score of at least `min_score`.

    `max_words` limits marks of more than one clause. The value of a mark is its share of the
    passage's points, minus two penalties: `length_cost` times its share of the passage's words, and
    `cut_cost` for each end that falls inside a sentence.
    """

    min_score: int
    max_marks: int
    max_words: int
    length_cost: float
    cut_cost: float


RULES = (Rule(35, 4, 40, 1.2, 0.1), Rule(25, 2, 40, 1.2, 0.1), Rule(0, 1, 30, 1.5, 0.05))
"""The marking rules, highest `min_score` first. The first rule whose `min_score` the passage
reaches applies, so passages with low scores get fewer marks."""
KEY_POINTS, KEY_BONUS, MAX_KEYS = 0.8, 0.04, 3
"""Minimum points of a key word, the bonus that it adds to the value of a mark, and the maximum
number of bonuses per mark."""
MIN_OWN = 3.0
"""A mark's share is its points divided by the larger of this value and the passage's points."""
MIN_POINTS = 0.5
"""Minimum points of a mark."""
MIN_LATER_POINTS, MIN_LATER_SHARE, MIN_OF_BEST = 1.0, 0.06, 0.3
"""Three minimums for the points of every mark after the first: in points, as a share of the
passage's score, and as a share of the first mark's points."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first` to `last` (exclusive) of a passage, as a candidate for a mark.

    `points` is positive if the words lean to the side of the score. Runs with the highest `value`
    are marked.
    """

    first: int
    last: int
    points: float
    value: float


def by_word(text: str, *parts: Iterable[WordShare]) -> list[WordShare]:
    """Return the points of each whitespace-separated word of `text`, summed over all shares."""
    words = [match.span() for match in finditer(r"\S+", text)]
    owner = {offset: number for number, span in enumerate(words) for offset in range(*span)}
    sums = [0.0] * len(words)
    for share in (share for part in parts for share in part):
        if share.start in owner:
            sums[owner[share.start]] += share.points
    return [WordShare(*span, points) for span, points in zip(words, sums, strict=True)]


def carrying(text: str, words: Sequence[WordShare], score: float) -> list[Phrase]:
    """Return the phrases to mark in `text`, strongest first.

    All of them lean to the side of `score`. `words` contains the share of each whitespace-separated
    word.
    """
    side = -1 if score < 0 else 1
    rule = next(rule for rule in RULES if abs(score) >= rule.min_score)
    points = [side * word.points for word in words]
    chosen: list[tuple[_Run, Phrase]] = []
    for run in sorted(_runs(text, points, rule), key=lambda run: (-run.value, run.first)):
        if len(chosen) == rule.max_marks:
            break
        if _adds(run, [other for other, _ in chosen], abs(score)):
            start, end = words[run.first].start, words[run.last - 1].end
            if _is_meaningful(text[start:end]):
                share = round(side * run.points, 2) + 0.0
                chosen.append((run, Phrase(text[start:end], start, end, share)))
    phrases = (phrase for _, phrase in chosen)
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _runs(text: str, points: Sequence[float], rule: Rule) -> Iterator[_Run]:
    """Yield every run of consecutive clauses with at least `MIN_POINTS` points.

    `points` contains the points of each word, positive towards the side of the score.
    """
    parts = clauses(text)
    own = max(MIN_OWN, sum(points))
    for number, begin in enumerate(parts):
        for end in parts[number:]:
            run = range(begin.first, end.last)
            if len(run) > rule.max_words and end is not begin:
                break
            total = sum(points[index] for index in run)
            if total >= MIN_POINTS:
                keys = min(MAX_KEYS, sum(points[index] >= KEY_POINTS for index in run))
                cuts = (not begin.begins) + (not end.ends)
                value = total / own - rule.length_cost * len(run) / len(points)
                value += KEY_BONUS * keys - rule.cut_cost * cuts
                yield _Run(run.start, run.stop, total, value)


def _adds(run: _Run, better: Sequence[_Run], size: float) -> bool:
    """Return whether to mark `run` in addition to the `better` runs.

    `size` is the absolute score of the passage.
    """
    if not better:
        return True
    if any(run.first < other.last and other.first < run.last for other in better):
        return False
    least = max(MIN_LATER_POINTS, MIN_LATER_SHARE * size, MIN_OF_BEST * better[0].points)
    return run.value > 0 and run.points >= least


def _is_meaningful(mark: str) -> bool:
    """Return whether a mark has a word that is not a stop word, and contains no chatter."""
    words = (word.strip("\"'“”‘’()[],;:.!?…—–-").lower() for word in mark.split())
    return any(word not in STOP_WORDS for word in words) and not has_chatter(mark)
