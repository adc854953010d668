"""The map of the library: rows of marks along the scale, none over another.

A row is a beeswarm: every mark stands exactly at its position, and is moved up or down just so far
that it covers no other. Where the marks would be too many or too high a pile, heaps are drawn
instead: one mark for all the episodes of seven points, as large as they are many.
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
"""Room at each end, so that a mark on the end of the scale is drawn whole."""
GAP = 0.8
"""Between marks; more than rounding to tenths can take away."""
USUAL_WORDS, USUAL_SIZE = 12_000, 11.0
"""A conversation of an hour and a quarter, and the size of its mark; area is in proportion."""
SMALLEST, LARGEST = 0.7, 1.6
"""Times the usual size; shorter and longer episodes are drawn no smaller and no larger."""
ENLARGEMENTS = (1.6, 1.3, 1.0, 0.75, 0.55)
TARGET = 24.0
"""Radius of the circle in which a mark can be touched, where others leave room: on a phone, which
draws two units to a pixel, 24 pixels wide."""
LOWEST_ROW, EASY_ROW, HIGHEST_ROW = 2 * TARGET, 150.0, 320.0
MOST_DOTS = 200
"""Marks drawn one by one on a page; each costs some 330 bytes."""
HEAP_POINTS = 7
"""Five heaps make up the mixed band exactly, so a heap is of one band."""
FINE_SPAN = 35
"""From this many points on down, a heap is of a single point."""


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of the scale in whole points, both ends included, drawn over the width."""

    low: int = SCALE_MIN
    high: int = SCALE_MAX

    def holds(self, score: float) -> bool:
        return self.low <= whole(score) <= self.high

    def x(self, score: float) -> float:
        """Return where `score` is drawn, in tenths; the half point beyond an end at that end."""
        share = (score - self.low) / self.points if self.high > self.low else 0.5
        return round(MARGIN + min(1.0, max(0.0, share)) * (MAP_WIDTH - 2 * MARGIN), 1)

    @property
    def points(self) -> int:
        """How many points it is from end to end, at least one."""
        return max(1, self.high - self.low)

    @property
    def edges(self) -> list[float]:
        """Where the bands meet, as far as they are on this stretch."""
        return [self.x(edge) for edge in (-BAND_EDGE + 0.5, BAND_EDGE - 0.5) if self.holds(edge)]

    @property
    def middle(self) -> float | None:
        return self.x(0) if self.holds(0) else None


@dataclass(frozen=True, slots=True)
class Spot:
    """What a mark says of an episode: its position, and its words where they are known."""

    position: float
    words: int | None


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark within its row: its middle, the circles that hold it and its target, path and tone."""

    x: float
    y: float
    reach: float
    target: float
    d: str
    tone: str


@dataclass(frozen=True, slots=True)
class Heap:
    """All episodes of a row from `low` to `high`, in whole points, as one mark."""

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
    """The marks of a row, for a swarm in the order of its spots, and the height they need."""

    marks: list[Mark]
    height: float


def swarms(rows: Sequence[Sequence[Spot]], axis: Axis) -> list[SwarmRow[Dot]] | None:
    """Return the swarm of each row, all at the largest scale that fits; None if none does.

    Every spot must be on the axis. At most MOST_DOTS marks are drawn.
    """
    if sum(map(len, rows)) > MOST_DOTS:
        return None
    for enlargement in ENLARGEMENTS:
        drawn = [_swarm(row, axis, enlargement) for row in rows]
        highest = max((row.height for row in drawn), default=0.0)
        last = enlargement == ENLARGEMENTS[-1]
        if highest <= (HIGHEST_ROW if last else EASY_ROW):
            return drawn
    return None


def size_of(words: int | None) -> float:
    """Return the size of the mark of an episode of so many words; not known: the smallest."""
    ratio = math.sqrt((words or 0) / USUAL_WORDS)
    return USUAL_SIZE * min(LARGEST, max(SMALLEST, ratio))


def _swarm(spots: Sequence[Spot], axis: Axis, enlargement: float) -> SwarmRow[Dot]:
    sizes = [round(size_of(spot.words) * enlargement, 1) for spot in spots]
    bands = [band_of(spot.position) for spot in spots]
    middles = [axis.x(spot.position) for spot in spots]
    reaches = [mark_reach(band, size) for band, size in zip(bands, sizes, strict=True)]
    offsets = spread(middles, reaches)
    extent = max((abs(y) + reach for y, reach in zip(offsets, reaches, strict=True)), default=0.0)
    height = round(max(LOWEST_ROW, 2 * (extent + GAP)), 1)
    places = [
        (x, round(height / 2 + offset, 1)) for x, offset in zip(middles, offsets, strict=True)
    ]
    targets = target_radii(places, reaches, most=TARGET, height=height)
    dots = [
        Dot(x, y, reach, target, mark_path(band, x, y, size), tone(spot.position))
        for spot, band, (x, y), size, reach, target in zip(
            spots, bands, places, sizes, reaches, targets, strict=True
        )
    ]
    return SwarmRow(dots, height)


def spread(middles: Sequence[float], reaches: Sequence[float]) -> list[float]:
    """Return how far up (negative) or down each circle is moved so that none covers another.

    From left to right, each goes to the free place nearest to the middle line, upwards if two
    are as near. In tenths.
    """
    widest = max(reaches, default=0.0)
    order = sorted(range(len(middles)), key=lambda place: (middles[place], place))
    offsets = [0.0] * len(middles)
    for rank, place in enumerate(order):
        x, reach = middles[place], reaches[place]
        taken: list[tuple[float, float]] = []
        for other in reversed(order[:rank]):
            apart = x - middles[other]
            if apart >= reach + widest + GAP:
                break
            touch = reach + reaches[other] + GAP
            if apart < touch:
                half = math.sqrt(touch * touch - apart * apart)
                taken.append((offsets[other] - half, offsets[other] + half))
        offsets[place] = round(_nearest_free(taken), 1)
    return offsets


def _nearest_free(taken: list[tuple[float, float]]) -> float:
    """Return the number nearest to 0 that is within none of the open intervals."""
    low = high = 0.0
    for begin, end in sorted(taken):
        if begin < high and end > high:
            high = end
    for begin, end in sorted(taken, key=lambda interval: -interval[1]):
        if end > low and begin < low:
            low = begin
    return low if -low <= high else high


def heaps(rows: Sequence[Sequence[float]], axis: Axis) -> list[SwarmRow[Heap]]:
    """Return the heaps of each row, left to right; area is in proportion to the count."""
    points = HEAP_POINTS if axis.points > FINE_SPAN else 1
    counted = [Counter(_heap_low(score, points) for score in row) for row in rows]
    most = max((count for row in counted for count in row.values()), default=1)
    room = points / axis.points * (MAP_WIDTH - 2 * MARGIN) / 2 - GAP
    largest = min(LOWEST_ROW / 2 - GAP, max(4.0, room))
    return [SwarmRow(_heaps(row, axis, points, largest, most), LOWEST_ROW) for row in counted]


def _heaps(
    row: Mapping[int, int], axis: Axis, points: int, largest: float, most: int
) -> list[Heap]:
    lows, y = sorted(row), LOWEST_ROW / 2
    middles = [low + (points - 1) / 2 for low in lows]
    bands = [band_of(middle) for middle in middles]
    sizes = [max(2.5, largest * math.sqrt(row[low] / most)) for low in lows]
    places = [(axis.x(middle), y) for middle in middles]
    reaches = [mark_reach(band, size) for band, size in zip(bands, sizes, strict=True)]
    targets = target_radii(places, reaches, most=TARGET, height=LOWEST_ROW)
    marks = []
    for low, middle, band, size, (x, _), target in zip(
        lows, middles, bands, sizes, places, targets, strict=True
    ):
        ends = max(SCALE_MIN, low), min(SCALE_MAX, low + points - 1)
        d = mark_path(band, x, y, size)
        marks.append(Heap(*ends, row[low], x, y, round(target, 2), d, tone(middle)))
    return marks


def _heap_low(score: float, points: int) -> int:
    """Return the lowest whole score of the heap that `score` falls in."""
    first = 1 - BAND_EDGE
    return first + (whole(score) - first) // points * points
