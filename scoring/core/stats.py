"""Statistics of segment scores."""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from scoring.core.spectrum import Band, band_of

DECIMALS = 4
"""Number of stored decimals: enough for display, but few enough to be equal on all machines."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Statistics of scores: their number, centre and spread (in points), and number per band."""

    count: int
    median: float
    mean: float
    minimum: float
    maximum: float
    p10: float
    p90: float
    risk: int
    mixed: int
    opportunity: int

    def as_dict(self) -> dict[str, float | int]:
        return asdict(self)

    @property
    def shares(self) -> tuple[int, int, int]:
        """The shares of the bands in whole percentages that add up to 100, risk-forward first."""
        risk, mixed, opportunity = whole_percentages((self.risk, self.mixed, self.opportunity))
        return risk, mixed, opportunity


def statistics_of(scores: Sequence[float]) -> Statistics:
    """Return the statistics of `scores`. Raises ValueError if there are none."""
    if not scores:
        raise ValueError("statistics need at least one score")
    ordered = sorted(scores)
    bands = [band_of(score) for score in scores]
    return Statistics(
        count=len(scores),
        median=round(quantile(ordered, 0.5), DECIMALS),
        mean=round(mean(scores), DECIMALS),
        minimum=ordered[0],
        maximum=ordered[-1],
        p10=round(quantile(ordered, 0.1), DECIMALS),
        p90=round(quantile(ordered, 0.9), DECIMALS),
        risk=bands.count(Band.RISK),
        mixed=bands.count(Band.MIXED),
        opportunity=bands.count(Band.OPPORTUNITY),
    )


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean, summed without rounding errors."""
    return math.fsum(values) / len(values)


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the quantile of ascending values by linear interpolation (Hyndman and Fan, type 7)."""
    position = share * (len(ordered) - 1)
    low = math.floor(position)
    high = math.ceil(position)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def whole_percentages(counts: Sequence[int]) -> tuple[int, ...]:
    """Return `counts` as whole percentages that add up to 100 (largest remainder method)."""
    total = sum(counts)
    if total == 0:
        return tuple(0 for _ in counts)
    floors = [100 * count // total for count in counts]
    remainders = [100 * count % total for count in counts]
    by_remainder = sorted(range(len(counts)), key=lambda index: (-remainders[index], index))
    for index in by_remainder[: 100 - sum(floors)]:
        floors[index] += 1
    return tuple(floors)
