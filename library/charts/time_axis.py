"""Bars of an arc placed by the clock instead of evenly. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from library.charts import Bar

NARROWEST = 2.0
TICKS = (60, 300, 600, 900, 1800, 3600)
"""Seconds between the marks of the time axis; the first that makes few enough is taken."""
MOST_TICKS = 8

Span = tuple[float, float]
"""From when until when, in seconds."""


def by_clock(bars: Sequence[Bar], spans: Sequence[Span], *, width: float) -> list[Bar]:
    """Return the bars moved to where their spans, in seconds, lie between 0 and the last end."""
    length = length_of(spans)
    return [
        replace(
            bar,
            x=round(start / length * width, 2),
            width=round(max(NARROWEST, (end - start) / length * width - 1), 2),
        )
        for bar, (start, end) in zip(bars, spans, strict=True)
    ]


def length_of(spans: Sequence[Span]) -> float:
    """Return the last end in seconds; 1 when there is none, so that it can be divided by."""
    return max((end for _, end in spans), default=0.0) or 1.0


def ticks(length: float) -> list[int]:
    """Return the round seconds, from 0, at which the time axis of that length is marked."""
    step = next((step for step in TICKS if length / step < MOST_TICKS), 2 * TICKS[-1])
    return list(range(0, int(length) + 1, step))
