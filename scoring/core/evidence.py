"""Points that each word adds to a score, and the marks: the clauses that carry it.

A mark is a clause or a run of clauses, so it never begins or ends in the middle of one. It must
carry more of the score than its length, because every word of a passage has a small share. Ends of
sentences and key words count for a mark, and the best few are shown.
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
    """How passages with an absolute score of at least `min_score` are marked.

    `max_words` limits marks of several clauses. `length_cost` is the weight of the share of the
    passage's words that a mark takes up; `cut_cost`, a share of the score, is the cost of an end
    inside a sentence.
    """

    min_score: int
    max_marks: int
    max_words: int
    length_cost: float
    cut_cost: float


RULES = (Rule(35, 4, 40, 1.2, 0.1), Rule(25, 2, 40, 1.2, 0.1), Rule(0, 1, 30, 1.5, 0.05))
"""The first with a low enough score applies. In a weak passage, other sentences say little."""
KEY_POINTS, KEY_BONUS, MAX_KEYS = 0.8, 0.04, 3
"""Points of a key word, its bonus as a share of the score, and how many of a mark count."""
MIN_OWN = 3.0
"""Minimum points to which the shares of marks are compared."""
MIN_POINTS = 0.5
MIN_LATER_POINTS, MIN_LATER_SHARE, MIN_OF_BEST = 1.0, 0.06, 0.3
"""Minimum points of every mark but the first; also as a share of the score, and of the first."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words `first` to `last` (exclusive), their points on the side of the score, and a value."""

    first: int
    last: int
    points: float
    value: float


def by_word(text: str, *parts: Iterable[WordShare]) -> list[WordShare]:
    """Return the points of each white-space separated word, summed over its tokens."""
    words = [match.span() for match in finditer(r"\S+", text)]
    owner = {place: number for number, span in enumerate(words) for place in range(*span)}
    sums = [0.0] * len(words)
    for share in (share for part in parts for share in part):
        if share.start in owner:
            sums[owner[share.start]] += share.points
    return [WordShare(*span, points) for span, points in zip(words, sums, strict=True)]


def carrying(text: str, words: Sequence[WordShare], score: float) -> list[Phrase]:
    """Return the marks of `text`, strongest first, all on the side of `score`.

    `words` are the shares of its white-space separated words.
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
            if _tells(text[start:end]):
                share = round(side * run.points, 2) + 0.0
                chosen.append((run, Phrase(text[start:end], start, end, share)))
    phrases = (phrase for _, phrase in chosen)
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _runs(text: str, points: Sequence[float], rule: Rule) -> Iterator[_Run]:
    """Yield every run of clauses with enough points; `points` are on the side of the score."""
    parts = clauses(text)
    own = max(MIN_OWN, sum(points))
    for number, begin in enumerate(parts):
        for end in parts[number:]:
            run = range(begin.first, end.last)
            if len(run) > rule.max_words and end is not begin:
                break
            total = sum(points[place] for place in run)
            if total >= MIN_POINTS:
                keys = min(MAX_KEYS, sum(points[place] >= KEY_POINTS for place in run))
                cuts = (not begin.begins) + (not end.ends)
                value = total / own - rule.length_cost * len(run) / len(points)
                value += KEY_BONUS * keys - rule.cut_cost * cuts
                yield _Run(run.start, run.stop, total, value)


def _adds(run: _Run, better: Sequence[_Run], size: float) -> bool:
    """Return whether `run` is worth a mark beside those of the `better` runs."""
    if not better:
        return True
    if any(run.first < other.last and other.first < run.last for other in better):
        return False
    least = max(MIN_LATER_POINTS, MIN_LATER_SHARE * size, MIN_OF_BEST * better[0].points)
    return run.value > 0 and run.points >= least


def _tells(mark: str) -> bool:
    """Return whether a mark can be understood: not only function words, thanks or greetings."""
    words = (word.strip("\"'“”‘’()[],;:.!?…—–-").lower() for word in mark.split())
    return any(word not in STOP_WORDS for word in words) and not has_chatter(mark)
