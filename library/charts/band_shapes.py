"""SVG path data for the shapes of the bands, and for ticks and the interval on the strip.

Risk-forward is a triangle pointing down, mixed is a disc, and opportunity-forward is a triangle
pointing up, so readers can tell the bands apart without colour. Does not depend on Django.
"""

from collections import Counter
from collections.abc import Sequence

from library import charts
from scoring.core.spectrum import Band, band_of, whole

SHAPES = {
    Band.RISK: "M1 2h10L6 11z",
    Band.MIXED: "M6 1.5a4.5 4.5 0 1 0 .01 0z",
    Band.OPPORTUNITY: "M1 10h10L6 1z",
}
"""Path data for a view box of 12 by 12."""
LINES_FOOT, LINES_HEIGHT, MIN_LINE_HEIGHT = 12.5, 5.4, 1.0
"""The y coordinate of the bottom of the ticks, and the maximum and minimum height of a tick."""


def shape_of(score: float) -> str:
    """Return the shape for the band of `score`."""
    return SHAPES[band_of(score)]


def shape_of_band(name: str) -> str:
    """Return the shape for the band called `name`. Raises ValueError for an unknown name."""
    return SHAPES[Band(name)]


def spectral_lines(scores: Sequence[float]) -> str:
    """Return the path of the ticks, one for each whole score that occurs.

    The height of a tick is proportional to the number of segments, down to MIN_LINE_HEIGHT.
    """
    counts = Counter(whole(score) for score in scores)
    highest_count = max(counts.values(), default=1)
    lines = []
    for score, count in sorted(counts.items()):
        height = round(max(MIN_LINE_HEIGHT, LINES_HEIGHT * count / highest_count), 2)
        lines.append(f"M{charts.along(score)} {LINES_FOOT}v-{height}")
    return "".join(lines)


def interval_band(low: float, high: float) -> str:
    """Return the path of the rectangle on the strip for the interval from `low` to `high`."""
    left, right = charts.along(low), charts.along(high)
    return f"M{left} 5.2H{right}v8.6H{left}z"
