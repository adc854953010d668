"""The geometry of the charts, in the units of their SVG view boxes. Pure.

One picture language for all of them: a step of the colour scale is a class name, `tone-0`
(risk-forward end) to `tone-20` (opportunity-forward end), ten points a step, coloured by the style
sheet. Position, height or shape always says the same as the colour.
"""

from library.charts.bars import (
    ARC_HEIGHT,
    ARC_WIDTH,
    BANDS_WIDTH,
    STUB,
    TRAIL_HEIGHT,
    TRAIL_REACH,
    TRAIL_WIDTH,
    Bar,
    Path,
    Stretch,
    along,
    even_bars,
    reach_of,
    scale_steps,
    stretches,
    tone,
    trail_paths,
)
from library.charts.beeswarm import (
    MAP_WIDTH,
    Axis,
    Dot,
    Heap,
    Spot,
    SwarmRow,
    heaps,
    swarms,
)
from library.charts.crowd import CROWD_DOT, CROWD_HEIGHT, crowd_columns, crowd_dots
from library.charts.targets import target_radii
from library.charts.timeline import Point, Timeline, timeline

__all__ = [
    "ARC_HEIGHT",
    "ARC_WIDTH",
    "BANDS_WIDTH",
    "CROWD_DOT",
    "CROWD_HEIGHT",
    "MAP_WIDTH",
    "STUB",
    "TRAIL_HEIGHT",
    "TRAIL_REACH",
    "TRAIL_WIDTH",
    "Axis",
    "Bar",
    "Dot",
    "Heap",
    "Path",
    "Point",
    "Spot",
    "Stretch",
    "SwarmRow",
    "Timeline",
    "along",
    "crowd_columns",
    "crowd_dots",
    "even_bars",
    "heaps",
    "reach_of",
    "scale_steps",
    "stretches",
    "swarms",
    "target_radii",
    "timeline",
    "tone",
    "trail_paths",
]
