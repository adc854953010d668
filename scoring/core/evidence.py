"""Divide a score among the words of its passage, and mark the clauses that explain it best.

A mark consists of one or more consecutive clauses, so it never begins or ends in the middle of a
clause. The clauses with the most points of the encoder are marked, because it was trained on
clauses that annotators named as the reason of a score, and the linear model was not. Long clauses
collect more points than short ones, so the points are divided by the square root of the length.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import finditer

from scoring.core.answering.claims import has_chatter
from scoring.core.clauses import clauses
from scoring.core.scorers import Phrase, WordShare
from scoring.core.stance.stop_words import STOP_WORDS

MAX_CLAUSES = ((35, 4), (25, 2), (0, 1))
"""Maximum number of marked clauses by minimum absolute score; the first entry that the passage
reaches applies. Passages with low scores are wrong more often, so they get fewer marks."""
MIN_POINTS, MIN_POINTS_MORE = 1.0, 2.0
"""Minimum points of the first marked clause, and of each further one. Readers rejected half of the
marks with fewer than two points (docs/scoring.md)."""
MIN_OF_BEST = 0.7
"""Minimum value of a marked clause, as a share of the best clause's value."""
MAX_WORDS = 40
"""Consecutive marked clauses are joined to one mark if it has at most this many words."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Words `first` to `last` (exclusive) of a passage; the highest values are marked.

    `share` is in points, positive towards the side of the score.
    """

    first: int
    last: int
    value: float
    share: float


def by_word(text: str, *parts: Iterable[WordShare]) -> list[WordShare]:
    """Return the points of each whitespace-separated word of `text`, summed over all shares."""
    words = [match.span() for match in finditer(r"\S+", text)]
    owner = {offset: number for number, span in enumerate(words) for offset in range(*span)}
    sums = [0.0] * len(words)
    for share in (share for part in parts for share in part):
        if share.start in owner:
            sums[owner[share.start]] += share.points
    return [WordShare(*span, points) for span, points in zip(words, sums, strict=True)]


def carrying(
    text: str,
    words: Sequence[WordShare],
    score: float,
    deciding: Sequence[WordShare] | None = None,
) -> list[Phrase]:
    """Return the phrases to mark in `text`, strongest first.

    All of them lean to the side of `score`. `words` contains the share of each whitespace-separated
    word in the score, and `deciding` the points that decide which clauses are marked; by default,
    these are the shares.
    """
    side = -1 if score < 0 else 1
    most = next(most for minimum, most in MAX_CLAUSES if abs(score) >= minimum)
    points = [side * word.points for word in words]
    values = [side * word.points for word in deciding or words]
    best = sorted(_candidates(text, words, points, values), key=lambda one: -one.value)[:most]
    chosen = best[:1] + [
        one
        for one in best[1:]
        if one.value >= MIN_OF_BEST * best[0].value and one.share >= MIN_POINTS_MORE
    ]
    phrases = []
    for first, last in _joined(chosen):
        start, end = words[first].start, words[last - 1].end
        share = round(side * math.fsum(points[first:last]), 2) + 0.0
        phrases.append(Phrase(text[start:end], start, end, share))
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _candidates(
    text: str, words: Sequence[WordShare], points: Sequence[float], values: Sequence[float]
) -> Iterator[_Candidate]:
    """Yield the clauses that can be marked.

    `points` and `values` contain the shares and the deciding points of each word, positive towards
    the side of the score.
    """
    for part in clauses(text):
        first, last = part.first, part.last
        mark = text[words[first].start : words[last - 1].end]
        value = math.fsum(values[first:last]) / math.sqrt(last - first)
        share = math.fsum(points[first:last])
        if value > 0 and share >= MIN_POINTS and _is_meaningful(mark):
            yield _Candidate(first, last, value, share)


def _joined(chosen: Iterable[_Candidate]) -> list[tuple[int, int]]:
    """Return the first and last (exclusive) words of each mark, in the order of the text."""
    marks: list[tuple[int, int]] = []
    for one in sorted(chosen, key=lambda one: one.first):
        if marks and marks[-1][1] == one.first and one.last - marks[-1][0] <= MAX_WORDS:
            marks[-1] = (marks[-1][0], one.last)
        else:
            marks.append((one.first, one.last))
    return marks


def _is_meaningful(mark: str) -> bool:
    """Return whether a mark has a word that is not a stop word, and contains no chatter."""
    words = (word.strip("\"'“”‘’()[],;:.!?…—–-").lower() for word in mark.split())
    return any(word not in STOP_WORDS for word in words) and not has_chatter(mark)
