"""Distribution of many episodes along the strip: one dot per episode, or a histogram."""

from collections import Counter
from collections.abc import Sequence

from library.charts.bars import Bar, scale_steps, tone

CROWD_HEIGHT = 16.0
"""Height of the tallest column."""
CROWD_DOT = 2.2
"""Width of a dot, including the space around it."""


def crowd_columns(scores: Sequence[float]) -> list[Bar]:
    """Return a column for each strip step with scores, with a height proportional to the count."""
    counts = Counter(tone(score) for score in scores)
    highest_count = max(counts.values(), default=1)
    columns = []
    for step in scale_steps():
        height = round(counts[step.tone] / highest_count * CROWD_HEIGHT, 2)
        if height:
            columns.append(Bar(step.x, CROWD_HEIGHT - height, step.width, height, step.tone))
    return columns


def crowd_dots(positions: Sequence[float]) -> tuple[list[tuple[float, float]], float]:
    """Return the centres of dots at the x coordinates `positions`, and the chart height.

    The coordinates must be in ascending order. Each dot is as low as possible without overlap.
    """
    ends: list[float] = []
    rows: list[int] = []
    for x in positions:
        row = next((at for at, end in enumerate(ends) if x - end >= CROWD_DOT), len(ends))
        ends[row : row + 1] = [x]
        rows.append(row)
    height = max(3, len(ends)) * CROWD_DOT
    centres = [
        (x, round(height - (row + 0.5) * CROWD_DOT, 2))
        for x, row in zip(positions, rows, strict=True)
    ]
    return centres, round(height, 2)
