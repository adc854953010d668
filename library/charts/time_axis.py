"""The bars and ticks of an arc that is spaced by time. Does not depend on Django."""

from collections.abc import Sequence
from dataclasses import replace

from library.charts import Bar

MIN_WIDTH = 2.0
TICKS = (60, 300, 600, 900, 1800, 3600)
"""Intervals between ticks, in seconds; the first that gives at most MAX_TICKS ticks is used."""
MAX_TICKS = 8

Span = tuple[float, float]
"""Start and end in seconds."""


def by_clock(bars: Sequence[Bar], spans: Sequence[Span], *, width: float) -> list[Bar]:
    """Return the bars, moved and resized to match their time spans.

    `width` covers the time from 0 to the latest end.
    """
    length = length_of(spans)
    return [
        replace(
            bar,
            x=round(start / length * width, 2),
            width=round(max(MIN_WIDTH, (end - start) / length * width - 1), 2),
        )
        for bar, (start, end) in zip(bars, spans, strict=True)
    ]


def length_of(spans: Sequence[Span]) -> float:
    """Return the latest end in seconds, or 1 if it is 0, to avoid division by zero."""
    return max((end for _, end in spans), default=0.0) or 1.0


def ticks(length: float) -> list[int]:
    """Return the times of the ticks, in seconds, on a time axis of `length` seconds."""
    step = next((step for step in TICKS if length / step < MAX_TICKS), 2 * TICKS[-1])
    return list(range(0, int(length) + 1, step))
