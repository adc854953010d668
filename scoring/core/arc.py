"""Which segments the arc draws: all of a short transcript, an even choice of a long one."""

from collections.abc import Sequence

from scoring.core.spectrum import whole

MAX_BARS = 140
"""The live site draws at most this many bars; statistics always use every segment."""


def arc_indices(scores: Sequence[float], *, most: int = MAX_BARS) -> list[int]:
    """Return the indices to draw, ascending: evenly spaced, with both extremes among them."""
    count = len(scores)
    if count <= most:
        return list(range(count))
    even = [round(place * (count - 1) / (most - 1)) for place in range(most)]
    chosen = set(even)
    for extreme in (lowest(scores), highest(scores)):
        if extreme not in chosen:
            protected = {lowest(scores), highest(scores)}
            chosen.remove(min(chosen - protected, key=lambda index: (abs(index - extreme), index)))
            chosen.add(extreme)
    return sorted(chosen)


def lowest(scores: Sequence[float]) -> int:
    """Return the index of the most risk-forward score, the earliest of equals."""
    return min(range(len(scores)), key=lambda index: (scores[index], index))


def highest(scores: Sequence[float]) -> int:
    """Return the index of the most opportunity-forward score, the earliest of equals."""
    return min(range(len(scores)), key=lambda index: (-scores[index], index))


def nearest_to(scores: Sequence[float], score: float) -> int:
    """Return the index of the score that stands nearest to `score`, as shown, then the earliest."""
    return nearest_to_each(scores, [score])[0]


def nearest_to_each(scores: Sequence[float], wanted: Sequence[float]) -> list[int]:
    """Return for each of `wanted` the index that `nearest_to` gives."""
    first: dict[int, int] = {}
    for index, score in enumerate(scores):
        first.setdefault(whole(score), index)
    places = []
    for near in map(whole, wanted):
        places.append(min((abs(shown - near), index) for shown, index in first.items())[1])
    return places
