"""Find the parts of a passage that contribute most to its score.

The next part is always the remaining run of words with the highest sum of points on the side of the
score. Words on the other side reduce the sum, so a part ends where the argument turns.
"""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from re import finditer

from scoring.core.scorers import Phrase, WordShare
from scoring.core.stance.stop_words import STOP_WORDS

MAX_PASSAGES = 4
MAX_WORDS, MIN_WORDS = 28, 3
"""Maximum and minimum words of a passage: one or two spoken clauses; fewer words are not enough to
understand."""
MIN_POINTS, MIN_SHARE = 1.0, 0.06
"""Minimum points, and minimum share of the score, for a passage to be shown."""


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
    """Return the parts of `text` that contribute most to `score`, strongest first.

    All are on the side of the score.
    """
    side = -1 if score < 0 else 1
    least = max(MIN_POINTS, MIN_SHARE * abs(score))
    left = [side * word.points for word in words]
    found: list[tuple[int, int, float]] = []
    for _ in range(MAX_PASSAGES):
        first, last, points = _best_run(left)
        if points < least:
            break
        left[first : last + 1] = [float("-inf")] * (last + 1 - first)
        first, last = _trimmed(text, words, first, last)
        points = sum(side * word.points for word in words[first : last + 1])
        if last + 1 - first >= MIN_WORDS and points >= least:
            found.append((first, last, points))
    phrases = [
        Phrase(
            text[words[first].start : words[last].end],
            words[first].start,
            words[last].end,
            round(side * points, 2) + 0.0,
        )
        for first, last, points in found
    ]
    return sorted(phrases, key=lambda phrase: (-abs(phrase.share), phrase.start))


def _best_run(values: Sequence[float]) -> tuple[int, int, float]:
    """Return first index, last index and sum of the best run of up to `MAX_WORDS` values."""
    best = (0, -1, 0.0)
    for first in range(len(values)):
        sums = accumulate(values[first : first + MAX_WORDS])
        top, length = max(((total, -place) for place, total in enumerate(sums)))
        if top > best[2]:
            best = (first, first - length, top)
    return best


def _trimmed(text: str, words: Sequence[WordShare], first: int, last: int) -> tuple[int, int]:
    """Trim function words at the end of a run, and extend it to a nearby sentence start.

    The extension is at most two words.
    """

    def word(index: int) -> str:
        return text[words[index].start : words[index].end]

    while last > first and word(last).lower().strip(",;") in STOP_WORDS:
        last -= 1
    for index in range(first, max(first - 3, -1), -1):
        if index == 0 or word(index - 1)[-1] in ".!?":
            return index, last
    return first, last
