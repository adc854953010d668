"""Strip, arc, trail and bands."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, whole

ARC_WIDTH, ARC_HEIGHT = 840.0, 200.0
TRAIL_WIDTH, TRAIL_HEIGHT = 280.0, 48.0
TRAIL_REACH = 50
"""Points each way that a card's trail has room for; the few scores beyond fill their half."""
BANDS_WIDTH = 280.0
STUB = 3.0
"""Height of the bar of a score of 0, so that it can be seen and tapped."""
GAP_SHARE = 0.2
NO_SCORE = "no-score"
"""The class of a neutral mark, of a passage that has no score."""


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    tone: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a horizontal bar, as a share of a whole."""

    x: float
    width: float
    percent: int
    name: str


def tone(score: float | None) -> str:
    """Return the class of the colour step that `score` falls in, or that of no score."""
    if score is None:
        return NO_SCORE
    return f"tone-{(whole(score) - SCALE_MIN + 5) // 10}"


def along(score: float, width: float = 100.0) -> float:
    """Return how far from the left of the scale `score` stands; of 100 when no width is given."""
    return round((score - SCALE_MIN) / (SCALE_MAX - SCALE_MIN) * width, 2)


def reach_of(scores: Sequence[float | None]) -> int:
    """Return the smallest of 25, 50 and 100 points that holds every score: the arc's axis."""
    largest = max((abs(whole(score)) for score in scores if score is not None), default=0)
    return next(reach for reach in (25, 50, SCALE_MAX) if largest <= reach)


def even_bars(
    scores: Sequence[float | None], *, width: float, height: float, reach: int = SCALE_MAX
) -> list[Bar]:
    """Return one bar per score, evenly spaced, up or down from the middle line by its score.

    A passage without a score has a neutral stub on the line. The height stands for `reach` points
    each way; a score beyond it fills its half.
    """
    step = width / max(1, len(scores))
    return [
        _bar(score, left=place * step, step=step, height=height, reach=reach)
        for place, score in enumerate(scores)
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
    """Bars of one tone as one SVG path, which is a quarter of their size as rectangles."""

    tone: str
    d: str


def trail_paths(scores: Sequence[float]) -> list[Path]:
    """Return the trail of a card: even bars in whole units, one path for each tone."""
    shapes: dict[str, str] = {}
    bars = even_bars(scores, width=TRAIL_WIDTH, height=TRAIL_HEIGHT, reach=TRAIL_REACH)
    for bar in bars:
        width, height = max(1, round(bar.width)), max(1, round(bar.height))
        shape = f"M{round(bar.x)} {round(bar.y)}h{width}v{height}h-{width}z"
        shapes[bar.tone] = shapes.get(bar.tone, "") + shape
    return [Path(tone, d) for tone, d in sorted(shapes.items())]


def stretches(shares: Sequence[int], names: Sequence[str], *, width: float) -> list[Stretch]:
    """Return the stretches of one bar for whole percentages that add up to 100; none for 0 %."""
    found: list[Stretch] = []
    left = 0.0
    for share, name in zip(shares, names, strict=True):
        if share:
            found.append(Stretch(round(left, 2), round(share / 100 * width, 2), share, name))
        left += share / 100 * width
    return found


def scale_steps() -> list[Bar]:
    """Return the 21 coloured steps of the strip, which is 100 wide; the end steps are half."""
    edges = [0.0, *(2.5 + 5 * step for step in range(20)), 100.0]
    return [
        Bar(x=left, y=0, width=right - left, height=8, tone=f"tone-{step}")
        for step, (left, right) in enumerate(pairwise(edges))
    ]
