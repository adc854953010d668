"""Select the segments shown in an episode's arc: all, or an even sample of a long transcript."""

from collections.abc import Sequence

from scoring.core.spectrum import whole

MAX_BARS = 140
"""Maximum number of bars in the arc. Statistics always use every segment."""


def arc_indices(scores: Sequence[float], *, max_bars: int = MAX_BARS) -> list[int]:
    """Return the indices of up to `max_bars` segments to show, in ascending order.

    If there are more segments, the selection is almost evenly spaced and includes both extremes.
    """
    count = len(scores)
    if count <= max_bars:
        return list(range(count))
    even = [round(bar * (count - 1) / (max_bars - 1)) for bar in range(max_bars)]
    chosen = set(even)
    for extreme in (lowest(scores), highest(scores)):
        if extreme not in chosen:
            protected = {lowest(scores), highest(scores)}
            chosen.remove(min(chosen - protected, key=lambda index: (abs(index - extreme), index)))
            chosen.add(extreme)
    return sorted(chosen)


def lowest(scores: Sequence[float]) -> int:
    """Return the index of the most risk-forward score, or the first such index in a tie."""
    return min(range(len(scores)), key=lambda index: (scores[index], index))


def highest(scores: Sequence[float]) -> int:
    """Return the index of the most opportunity-forward score, or the first in a tie."""
    return min(range(len(scores)), key=lambda index: (-scores[index], index))


def nearest_to(scores: Sequence[float], score: float) -> int:
    """Return the index of the score nearest to `score`, after rounding both for display.

    In a tie, the first index is returned.
    """
    return nearest_to_each(scores, [score])[0]


def nearest_to_each(scores: Sequence[float], targets: Sequence[float]) -> list[int]:
    """Return `nearest_to(scores, target)` for each of `targets`."""
    first: dict[int, int] = {}
    for index, score in enumerate(scores):
        first.setdefault(whole(score), index)
    return [
        min((abs(rounded - target), index) for rounded, index in first.items())[1]
        for target in map(whole, targets)
    ]
