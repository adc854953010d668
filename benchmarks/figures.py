"""Data types for benchmark results."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks.ratio import Ratio


@dataclass(frozen=True)
class Figure:
    """One ratio in the report, with a description and an optional limit."""

    name: str
    ratio: Ratio | float
    says: str
    limit: str = ""

    @property
    def value(self) -> float:
        value = self.ratio.value if isinstance(self.ratio, Ratio) else self.ratio
        return round(value, 3)

    @property
    def details(self) -> dict[str, Any]:
        return self.ratio.as_dict() if isinstance(self.ratio, Ratio) else {"value": self.value}


@dataclass(frozen=True)
class Measured:
    """The result of one benchmark: a title, ratios, a table of details and a note."""

    title: str
    figures: Sequence[Figure] = ()
    rows: Sequence[Mapping[str, object]] = ()
    note: str = ""
