"""Chart geometry, in units of the SVG view boxes. Does not depend on Django.

All charts use the same colours. The scale has 21 colour classes, one for every ten points, from
`tone-0` (risk-forward end) to `tone-20` (opportunity-forward end); the style sheet defines their
colours. Position, height or shape always conveys the same information as the colour.
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
