"""Touch targets: circles around marks, as large as possible without overlap."""

import math
from collections.abc import Sequence


def target_radii(
    centres: Sequence[tuple[float, float]],
    reaches: Sequence[float],
    *,
    maximum: float,
    height: float,
) -> list[float]:
    """Return the radius of each mark's touch target, up to `maximum`, rounded down to hundredths.

    Neighbours share the space between them equally, so targets do not overlap unless their marks
    do. Targets stay within `height`, the height of the chart. The target of a mark is
    never smaller than the mark itself.
    """
    order = sorted(range(len(centres)), key=lambda index: centres[index])
    widest = max([maximum, *reaches])
    radii = [min(maximum, y, height - y) for _, y in centres]
    for rank, index in enumerate(order):
        x, y = centres[index]
        for other in order[rank + 1 :]:
            other_x, other_y = centres[other]
            if other_x - x >= 2 * widest:
                break
            room = (math.hypot(other_x - x, other_y - y) - reaches[index] - reaches[other]) / 2
            radii[index] = min(radii[index], reaches[index] + room)
            radii[other] = min(radii[other], reaches[other] + room)
    return [
        max(reach, math.floor(radius * 100) / 100)
        for reach, radius in zip(reaches, radii, strict=True)
    ]
