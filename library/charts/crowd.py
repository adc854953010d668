"""Many episodes over one strip, which is 100 wide: a dot for each, or columns that count them."""

from collections import Counter
from collections.abc import Sequence

from library.charts.bars import Bar, scale_steps, tone

CROWD_HEIGHT = 16.0
"""Height of the fullest column."""
CROWD_DOT = 2.2
"""Width that a dot needs."""


def crowd_columns(scores: Sequence[float]) -> list[Bar]:
    """Return a column over each step of the strip, as high as its share of the fullest one."""
    counts = Counter(tone(score) for score in scores)
    most = max(counts.values(), default=1)
    found = []
    for step in scale_steps():
        height = round(counts[step.tone] / most * CROWD_HEIGHT, 2)
        if height:
            found.append(Bar(step.x, CROWD_HEIGHT - height, step.width, height, step.tone))
    return found


def crowd_dots(places: Sequence[float]) -> tuple[list[tuple[float, float]], float]:
    """Return where dots stand that are at ascending `places` of the strip, and their height.

    Each stands as low as the dots before it leave room, so that none hides another.
    """
    ends: list[float] = []
    rows: list[int] = []
    for place in places:
        row = next((at for at, end in enumerate(ends) if place - end >= CROWD_DOT), len(ends))
        ends[row : row + 1] = [place]
        rows.append(row)
    height = max(3, len(ends)) * CROWD_DOT
    found = [
        (place, round(height - (row + 0.5) * CROWD_DOT, 2))
        for place, row in zip(places, rows, strict=True)
    ]
    return found, round(height, 2)
