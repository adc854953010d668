"""The map of the library: rows of non-overlapping marks along the scale.

Each row is a beeswarm: the horizontal position is exact, and marks are moved up or down only to
avoid overlap. If there are too many marks, or a row would be too tall, the map shows heaps instead.
A heap is one mark for all episodes in a range of seven points, or at a single point if the map is
zoomed in. Its area is proportional to the number of episodes.
"""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from library.charts.bars import tone
from library.charts.shapes import mark_path, mark_reach
from library.charts.targets import target_radii
from scoring.core.spectrum import BAND_EDGE, SCALE_MAX, SCALE_MIN, band_of, whole

MAP_WIDTH = 720.0
MARGIN = 30.0
"""Space at each end, so that marks at the ends of the scale are not cut off."""
GAP = 0.8
"""Minimum distance between marks, larger than the rounding error."""
USUAL_WORDS, USUAL_SIZE = 12_000, 11.0
"""Number of words in a typical conversation of 75 minutes, and the size of its mark.

The area of a mark is proportional to the number of words.
"""
MIN_SIZE, MAX_SIZE = 0.7, 1.6
"""Limits of the mark size, as multiples of USUAL_SIZE."""
ENLARGEMENTS = (1.6, 1.3, 1.0, 0.75, 0.55)
TARGET = 24.0
"""Maximum radius of a touch target.

On a phone, two units are one pixel, so the target is at most 24 pixels wide.
"""
MIN_ROW_HEIGHT, GOOD_ROW_HEIGHT, MAX_ROW_HEIGHT = 2 * TARGET, 150.0, 320.0
MAX_DOTS = 200
"""Maximum number of single marks on a page; each mark adds about 330 bytes."""
HEAP_POINTS = 7
"""Width of a heap in points. Five heaps cover the mixed band, so no heap spans two bands."""
FINE_SPAN = 35
"""On an axis of at most this many points, a heap covers a single point."""


@dataclass(frozen=True, slots=True)
class Axis:
    """The range of the scale that the map shows: whole points from `low` to `high`, inclusive."""

    low: int = SCALE_MIN
    high: int = SCALE_MAX

    def holds(self, score: float) -> bool:
        return self.low <= whole(score) <= self.high

    def x(self, score: float) -> float:
        """Return the x coordinate of `score`, clamped to the range and rounded to tenths."""
        share = (score - self.low) / self.points if self.high > self.low else 0.5
        return round(MARGIN + min(1.0, max(0.0, share)) * (MAP_WIDTH - 2 * MARGIN), 1)

    @property
    def points(self) -> int:
        """Length of the range in points, at least one."""
        return max(1, self.high - self.low)

    @property
    def edges(self) -> list[float]:
        """The x coordinates of the band limits that are within the range."""
        return [self.x(edge) for edge in (-BAND_EDGE + 0.5, BAND_EDGE - 0.5) if self.holds(edge)]

    @property
    def middle(self) -> float | None:
        return self.x(0) if self.holds(0) else None


@dataclass(frozen=True, slots=True)
class Spot:
    """Position and word count of an episode; `words` is None if unknown."""

    position: float
    words: int | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark in a row: centre, radius, radius of the touch target, SVG path and colour class."""

    x: float
    y: float
    reach: float
    target: float
    d: str
    tone: str


@dataclass(frozen=True, slots=True)
class Heap:
    """One mark for all episodes of a row with positions from `low` to `high`, in whole points."""

    low: int
    high: int
    count: int
    x: float
    y: float
    target: float
    d: str
    tone: str


Mark = TypeVar("Mark", Dot, Heap)


@dataclass(frozen=True, slots=True)
class SwarmRow(Generic[Mark]):
    """The marks and the height of a row.

    In a swarm, the marks are in the same order as the spots.
    """

    marks: list[Mark]
    height: float


def swarms(rows: Sequence[Sequence[Spot]], axis: Axis) -> list[SwarmRow[Dot]] | None:
    """Return the swarm of each row, with the largest marks that fit in all rows.

    Every spot must be within the range of the axis. Returns None if even the smallest marks do not
    fit, or if there are more than MAX_DOTS spots.
    """
    if sum(map(len, rows)) > MAX_DOTS:
        return None
    for enlargement in ENLARGEMENTS:
        swarm_rows = [_swarm(row, axis, enlargement) for row in rows]
        highest = max((row.height for row in swarm_rows), default=0.0)
        last = enlargement == ENLARGEMENTS[-1]
        if highest <= (MAX_ROW_HEIGHT if last else GOOD_ROW_HEIGHT):
            return swarm_rows
    return None


def size_of(words: int | None) -> float:
    """Return the size of the mark for a number of words, or the minimum size for None."""
    ratio = math.sqrt((words or 0) / USUAL_WORDS)
    return USUAL_SIZE * min(MAX_SIZE, max(MIN_SIZE, ratio))


def _swarm(spots: Sequence[Spot], axis: Axis, enlargement: float) -> SwarmRow[Dot]:
    sizes = [round(size_of(spot.words) * enlargement, 1) for spot in spots]
    bands = [band_of(spot.position) for spot in spots]
    middles = [axis.x(spot.position) for spot in spots]
    reaches = [mark_reach(band, size) for band, size in zip(bands, sizes, strict=True)]
    offsets = spread(middles, reaches)
    extent = max((abs(y) + reach for y, reach in zip(offsets, reaches, strict=True)), default=0.0)
    height = round(max(MIN_ROW_HEIGHT, 2 * (extent + GAP)), 1)
    centres = [
        (x, round(height / 2 + offset, 1)) for x, offset in zip(middles, offsets, strict=True)
    ]
    targets = target_radii(centres, reaches, maximum=TARGET, height=height)
    dots = [
        Dot(x, y, reach, target, mark_path(band, x, y, size), tone(spot.position))
        for spot, band, (x, y), size, reach, target in zip(
            spots, bands, centres, sizes, reaches, targets, strict=True
        )
    ]
    return SwarmRow(dots, height)


def spread(middles: Sequence[float], reaches: Sequence[float]) -> list[float]:
    """Return the vertical offset of each circle, rounded to tenths, so that no circles overlap.

    Negative offsets are above the middle line. Circles are placed from left to right, each in the
    free position nearest to the middle line. If two positions are equally near, the upper one is
    used.
    """
    widest = max(reaches, default=0.0)
    order = sorted(range(len(middles)), key=lambda index: (middles[index], index))
    offsets = [0.0] * len(middles)
    for rank, index in enumerate(order):
        x, reach = middles[index], reaches[index]
        taken: list[tuple[float, float]] = []
        for other in reversed(order[:rank]):
            apart = x - middles[other]
            if apart >= reach + widest + GAP:
                break
            touch = reach + reaches[other] + GAP
            if apart < touch:
                half = math.sqrt(touch * touch - apart * apart)
                taken.append((offsets[other] - half, offsets[other] + half))
        offsets[index] = round(_nearest_free(taken), 1)
    return offsets


def _nearest_free(taken: list[tuple[float, float]]) -> float:
    """Return the number nearest to 0 that is outside all the open intervals in `taken`."""
    low = high = 0.0
    for begin, end in sorted(taken):
        if begin < high and end > high:
            high = end
    for begin, end in sorted(taken, key=lambda interval: -interval[1]):
        if end > low and begin < low:
            low = begin
    return low if -low <= high else high


def heaps(rows: Sequence[Sequence[float]], axis: Axis) -> list[SwarmRow[Heap]]:
    """Return the heaps of each row, from left to right, with areas proportional to the counts."""
    points = HEAP_POINTS if axis.points > FINE_SPAN else 1
    counted = [Counter(_heap_low(score, points) for score in row) for row in rows]
    highest_count = max((count for row in counted for count in row.values()), default=1)
    room = points / axis.points * (MAP_WIDTH - 2 * MARGIN) / 2 - GAP
    largest = min(MIN_ROW_HEIGHT / 2 - GAP, max(4.0, room))
    return [
        SwarmRow(_heaps(row, axis, points, largest, highest_count), MIN_ROW_HEIGHT)
        for row in counted
    ]


def _heaps(
    row: Mapping[int, int], axis: Axis, points: int, largest: float, highest_count: int
) -> list[Heap]:
    lows, y = sorted(row), MIN_ROW_HEIGHT / 2
    middles = [low + (points - 1) / 2 for low in lows]
    bands = [band_of(middle) for middle in middles]
    sizes = [max(2.5, largest * math.sqrt(row[low] / highest_count)) for low in lows]
    centres = [(axis.x(middle), y) for middle in middles]
    reaches = [mark_reach(band, size) for band, size in zip(bands, sizes, strict=True)]
    targets = target_radii(centres, reaches, maximum=TARGET, height=MIN_ROW_HEIGHT)
    marks = []
    for low, middle, band, size, (x, _), target in zip(
        lows, middles, bands, sizes, centres, targets, strict=True
    ):
        ends = max(SCALE_MIN, low), min(SCALE_MAX, low + points - 1)
        d = mark_path(band, x, y, size)
        marks.append(Heap(*ends, row[low], x, y, round(target, 2), d, tone(middle)))
    return marks


def _heap_low(score: float, points: int) -> int:
    """Return the lowest whole score of the heap that contains `score`."""
    first = 1 - BAND_EDGE
    return first + (whole(score) - first) // points * points
