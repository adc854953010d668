"""Bars for the charts called strip, arc, trail and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, whole

ARC_WIDTH, ARC_HEIGHT = 840.0, 200.0
TRAIL_WIDTH, TRAIL_HEIGHT = 280.0, 48.0
TRAIL_REACH = 50
"""Range of a card's trail in each direction, in points; longer bars are cut off."""
BANDS_WIDTH = 280.0
STUB = 3.0
"""Minimum height of a bar, so that a score near 0 is visible and can be tapped."""
GAP_SHARE = 0.2
NO_SCORE = "no-score"
"""CSS class of the neutral bar for a passage without a score."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A named part of a horizontal bar; `percent` is its share of the full width."""

    x: float
    width: float
    percent: int
    name: str


def tone(score: float | None) -> str:
    """Return the colour class for `score`, or NO_SCORE if it is None."""
    if score is None:
        return NO_SCORE
    return f"tone-{(whole(score) - SCALE_MIN + 5) // 10}"


def along(score: float, width: float = 100.0) -> float:
    """Return the x coordinate of `score` on a scale that is `width` units wide."""
    return round((score - SCALE_MIN) / (SCALE_MAX - SCALE_MIN) * width, 2)


def reach_of(scores: Sequence[float | None]) -> int:
    """Return the smallest range, 25, 50 or 100 points in each direction, that covers all scores."""
    largest = max((abs(whole(score)) for score in scores if score is not None), default=0)
    return next(reach for reach in (25, 50, SCALE_MAX) if largest <= reach)


def even_bars(
    scores: Sequence[float | None], *, width: float, height: float, reach: int = SCALE_MAX
) -> list[Bar]:
    """Return one bar per score, evenly spaced, extending up or down from the middle line.

    A passage without a score gets a short neutral bar. `height` covers `reach` points in each
    direction; bars for scores beyond that are cut off.
    """
    step = width / max(1, len(scores))
    return [
        _bar(score, left=index * step, step=step, height=height, reach=reach)
        for index, score in enumerate(scores)
    ]


def _bar(score: float | None, *, left: float, step: float, height: float, reach: int) -> Bar:
    middle = height / 2
    length = max(STUB, min(1.0, abs(score or 0) / reach) * middle)
    top = middle - length if score and score > 0 else middle
    if score is None or whole(score) == 0:
        top, length = middle - STUB / 2, STUB
    gap = min(step * GAP_SHARE, 2.0)
    return Bar(
        x=round(left + gap / 2, 2),
        y=round(top, 2),
        width=round(step - gap, 2),
        height=round(length, 2),
        tone=tone(score),
    )


@dataclass(frozen=True, slots=True)
class Path:
    """All bars of one colour in one SVG path; separate elements would take four times the bytes."""

    tone: str
    d: str


@lru_cache(maxsize=1_000)
def trail_paths(scores: tuple[float, ...]) -> tuple[Path, ...]:
    """Return the trail of a card as one path per colour, with integer coordinates."""
    shapes: dict[str, str] = {}
    bars = even_bars(scores, width=TRAIL_WIDTH, height=TRAIL_HEIGHT, reach=TRAIL_REACH)
    for bar in bars:
        width, height = max(1, round(bar.width)), max(1, round(bar.height))
        shape = f"M{round(bar.x)} {round(bar.y)}h{width}v{height}h-{width}z"
        shapes[bar.tone] = shapes.get(bar.tone, "") + shape
    return tuple(Path(tone, d) for tone, d in sorted(shapes.items()))


def stretches(shares: Sequence[int], names: Sequence[str], *, width: float) -> list[Stretch]:
    """Return the stretches of a bar, without those whose share is 0 %.

    `shares` holds whole percentages that add up to 100.
    """
    parts: list[Stretch] = []
    left = 0.0
    for share, name in zip(shares, names, strict=True):
        if share:
            parts.append(Stretch(round(left, 2), round(share / 100 * width, 2), share, name))
        left += share / 100 * width
    return parts


def scale_steps() -> list[Bar]:
    """Return the 21 coloured steps of a strip 100 units wide.

    The two end steps are half as wide as the others.
    """
    edges = [0.0, *(2.5 + 5 * step for step in range(20)), 100.0]
    return [
        Bar(x=left, y=0, width=right - left, height=8, tone=f"tone-{step}")
        for step, (left, right) in enumerate(pairwise(edges))
    ]
