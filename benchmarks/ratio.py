"""Compare timings made in alternation, so that changes in machine speed affect both equally."""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

Work = Callable[[], object]


@dataclass(frozen=True)
class Ratio:
    """The ratio of two timings: the median (`value`) and the quartiles over all pairs.

    `first` and `second` are the median times of the two sides in seconds, for orientation.
    """

    value: float
    low: float
    high: float
    rounds: int
    first: float
    second: float

    def as_dict(self) -> dict[str, Any]:
        return {name: round(value, 6) for name, value in asdict(self).items()}


def seconds(work: Work, times: int = 1) -> float:
    """Return the mean duration of one call of `work`, over `times` calls."""
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def paired(first: Work, second: Work, *, rounds: int = 15, times: int = 1) -> Ratio:
    """Return the time of `first` divided by the time of `second`, after warming up both."""
    first(), second()
    pairs = [(seconds(first, times), seconds(second, times)) for _ in range(rounds)]
    ratios = sorted(numerator / denominator for numerator, denominator in pairs)
    return Ratio(
        value=median(ratios),
        low=ratios[len(ratios) // 4],
        high=ratios[3 * len(ratios) // 4],
        rounds=rounds,
        first=median(numerator for numerator, _ in pairs),
        second=median(denominator for _, denominator in pairs),
    )
