"""The shapes that stand for bands, and the lines of a spectrum, as SVG path data. Pure.

A triangle pointing down is risk-forward, a disc mixed, a triangle pointing up
opportunity-forward; they say without colour what colour says.
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
"""In a view box of 12 by 12."""
LINES_FOOT, LINES_HEIGHT, SHORTEST_LINE = 12.5, 5.4, 1.0
"""Where the lines stand on the strip, the height of the longest, and of a single segment."""


def shape_of(score: float) -> str:
    """Return the shape of the band that `score` falls in."""
    return SHAPES[band_of(score)]


def shape_of_band(name: str) -> str:
    """Return the shape of the band of that name; ValueError for any other word."""
    return SHAPES[Band(name)]


def spectral_lines(scores: Sequence[float]) -> str:
    """Return one line on the strip for each whole score, as long as its share of the commonest."""
    counts = Counter(whole(score) for score in scores)
    most = max(counts.values(), default=1)
    lines = []
    for score, count in sorted(counts.items()):
        height = round(max(SHORTEST_LINE, LINES_HEIGHT * count / most), 2)
        lines.append(f"M{charts.along(score)} {LINES_FOOT}v-{height}")
    return "".join(lines)


def bracket(low: float, high: float) -> str:
    """Return a bracket under the strip from `low` to `high`, for an interval."""
    left, right = charts.along(low), charts.along(high)
    return f"M{left} 19v2M{left} 20h{round(right - left, 2)}M{right} 19v2"
