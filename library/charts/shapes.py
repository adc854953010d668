"""Marks with one shape per band: ▼ risk, ● mixed, ▲ opportunity.

Readers can tell the bands apart without colour. Marks of the same size have the same area, to
within 1 %, whatever their shape.
"""

import math

from scoring.core.spectrum import Band

HALF_BASE = math.sqrt(3) / 2
ROUND = math.sqrt(1.5 * HALF_BASE / math.pi)
"""Radius of a circle with the same area as an equilateral triangle inscribed in a unit circle."""


def mark_reach(band: Band, size: float) -> float:
    """Return the radius of the smallest circle that contains a mark of `size`."""
    return size * ROUND if band is Band.MIXED else size


def mark_path(band: Band, x: float, y: float, size: float) -> str:
    """Return the SVG path of the mark centred at (x, y), with coordinates rounded to tenths."""
    if band is Band.MIXED:
        radius = short(size * ROUND)
        arc = f"a{radius} {radius} 0 1 0 "
        width = short(2 * float(radius))
        return f"M{short(x - float(radius))} {short(y)}{arc}{width} 0{arc}-{width} 0z"
    point = size if band is Band.RISK else -size
    half = short(size * HALF_BASE)
    width = short(2 * float(half))
    base = short(y - point / 2)
    return f"M{short(x - float(half))} {base}h{width}L{short(x)} {short(y + point)}z"


def short(number: float) -> str:
    """Return the number rounded to tenths, without a trailing `.0` and never as `-0`."""
    return f"{round(number, 1) + 0.0:.1f}".removesuffix(".0")
