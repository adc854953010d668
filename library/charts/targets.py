"""Where a mark may be touched: a circle around it that is its own, as wide as others leave room."""

import math
from collections.abc import Sequence


def target_radii(
    places: Sequence[tuple[float, float]], reaches: Sequence[float], *, most: float, height: float
) -> list[float]:
    """Return the radius of the target around each mark: its reach at least, `most` at the most.

    Targets of marks that cover no other share the room between them, so they cover none either,
    and stay within the height of the drawing. In hundredths.
    """
    order = sorted(range(len(places)), key=lambda place: places[place])
    widest = max([most, *reaches])
    radii = [min(most, y, height - y) for _, y in places]
    for rank, one in enumerate(order):
        x, y = places[one]
        for other in order[rank + 1 :]:
            other_x, other_y = places[other]
            if other_x - x >= 2 * widest:
                break
            room = (math.hypot(other_x - x, other_y - y) - reaches[one] - reaches[other]) / 2
            radii[one] = min(radii[one], reaches[one] + room)
            radii[other] = min(radii[other], reaches[other] + room)
    return [
        max(reach, math.floor(radius * 100) / 100)
        for reach, radius in zip(reaches, radii, strict=True)
    ]
