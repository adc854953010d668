"""Positions over time: one mark per episode, by date."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from library.charts.bars import tone
from library.charts.shapes import mark_path
from scoring.core.spectrum import BAND_EDGE, SCALE_MAX, band_of

WIDTH, HEIGHT, MARGIN = 720.0, 180.0, 12.0
SIZE = 7.0


@dataclass(frozen=True, slots=True)
class Point:
    """One episode on the timeline."""

    x: float
    y: float
    d: str
    tone: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """The points, oldest first, and the line through them.

    `middle` and `edges` are the y coordinates of the score 0 and of the band limits.
    """

    points: list[Point]
    middle: float
    edges: tuple[float, float]
    line: str


def timeline(dated: Sequence[tuple[date, float]], *, reach: int = SCALE_MAX) -> Timeline:
    """Return the chart of (date, position) pairs, which must be sorted by date.

    The height covers `reach` points in each direction; all positions must be within this range.
    """
    days = [day.toordinal() for day, _ in dated]
    first, span = (days[0], days[-1] - days[0]) if days else (0, 0)
    points = []
    for day, (_, position) in zip(days, dated, strict=True):
        share = (day - first) / span if span else 0.5
        x = round(MARGIN + share * (WIDTH - 2 * MARGIN), 1)
        y = _y_of(position, reach)
        points.append(Point(x, y, mark_path(band_of(position), x, y, SIZE), tone(position)))
    line = " ".join(f"{point.x:g},{point.y:g}" for point in points)
    edge = BAND_EDGE - 0.5
    edges = _y_of(edge, reach), _y_of(-edge, reach)
    return Timeline(points, _y_of(0, reach), edges, line)


def _y_of(position: float, reach: int) -> float:
    return round(HEIGHT / 2 - position / reach * (HEIGHT / 2 - MARGIN), 1)
