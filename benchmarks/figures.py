"""Results of benchmarks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.ratio import Ratio


@dataclass(frozen=True)
class Figure:
    """A ratio with its description and its bound, such as "<= 1.5"; '' without a bound."""

    name: str
    ratio: Ratio | float
    description: str
    bound: str = ""

    @property
    def value(self) -> float:
        value = self.ratio.value if isinstance(self.ratio, Ratio) else self.ratio
        return round(value, 3)

    @property
    def details(self) -> dict[str, Any]:
        return self.ratio.as_dict() if isinstance(self.ratio, Ratio) else {"value": self.value}


@dataclass(frozen=True)
class Measured:
    """The result of one benchmark, with a table of details."""

    title: str
    figures: Sequence[Figure] = ()
    rows: Sequence[Mapping[str, object]] = ()
    note: str = ""
