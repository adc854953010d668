"""Bars of an arc spaced by time. Plain Python."""

from collections.abc import Sequence
from dataclasses import replace

from library.charts import Bar

MIN_WIDTH = 2.0
TICKS = (60, 300, 600, 900, 1800, 3600)
"""Possible intervals of the time axis in seconds; the first with few enough ticks is used."""
MAX_TICKS = 8

Span = tuple[float, float]
"""Start and end in seconds."""


def by_clock(bars: Sequence[Bar], spans: Sequence[Span], *, width: float) -> list[Bar]:
    """Return the bars moved and scaled to their time spans, from 0 to the last end."""
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
    """Return the last end in seconds, or 1 if there is none, to avoid division by zero."""
    return max((end for _, end in spans), default=0.0) or 1.0


def ticks(length: float) -> list[int]:
    """Return the tick times, in seconds, for a time axis of this length."""
    step = next((step for step in TICKS if length / step < MAX_TICKS), 2 * TICKS[-1])
    return list(range(0, int(length) + 1, step))
