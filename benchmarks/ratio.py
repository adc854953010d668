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

    `one` and `other` are the median times of the two sides in seconds, for orientation.
    """

    value: float
    low: float
    high: float
    rounds: int
    one: float
    other: float

    def as_dict(self) -> dict[str, Any]:
        return {name: round(value, 6) for name, value in asdict(self).items()}


def seconds(work: Work, times: int = 1) -> float:
    """Return the mean duration of one call of `work`, over `times` calls."""
    started = time.perf_counter()
    for _ in range(times):
        work()
    return (time.perf_counter() - started) / times


def paired(one: Work, other: Work, *, rounds: int = 15, times: int = 1) -> Ratio:
    """Return the time of `one` divided by the time of `other`, after warming up both."""
    one(), other()
    pairs = [(seconds(one, times), seconds(other, times)) for _ in range(rounds)]
    ratios = sorted(first / second for first, second in pairs)
    return Ratio(
        value=median(ratios),
        low=ratios[len(ratios) // 4],
        high=ratios[3 * len(ratios) // 4],
        rounds=rounds,
        one=median(first for first, _ in pairs),
        other=median(second for _, second in pairs),
    )
