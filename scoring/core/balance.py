"""Whether a group of conversations lacks a side of the spectrum, by a stated rule."""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.core.spectrum import Band

AT_LEAST = 3
"""Episodes outside the mixed band before a side can be said to be missing."""
LACKING_BELOW = 4
"""A side is lacking where fewer than one in four of those episodes stand on it."""


@dataclass(frozen=True, slots=True)
class Sides:
    """How many episodes of a group stand in each band."""

    risk: int = 0
    mixed: int = 0
    opportunity: int = 0

    @classmethod
    def of(cls, bands: Iterable[str]) -> "Sides":
        counted = list(bands)
        return cls(*(counted.count(band) for band in Band))

    @property
    def total(self) -> int:
        return self.risk + self.mixed + self.opportunity

    @property
    def counts(self) -> tuple[int, int, int]:
        """In the order of the bands."""
        return self.risk, self.mixed, self.opportunity

    @property
    def sided(self) -> int:
        return self.risk + self.opportunity

    @property
    def lacking(self) -> Band | None:
        """The side that is lacking, None where there is none or too little to say so."""
        if self.sided < AT_LEAST:
            return None
        if self.risk * LACKING_BELOW < self.sided:
            return Band.RISK
        if self.opportunity * LACKING_BELOW < self.sided:
            return Band.OPPORTUNITY
        return None

    def missing(self, side: Band) -> int:
        """Return how many episodes more on `side`, and no other, would end the lack."""
        few, many = (
            (self.risk, self.opportunity) if side is Band.RISK else (self.opportunity, self.risk)
        )
        # few + n >= (few + many + n) / 4, solved for the smallest whole n.
        wanted = -(-(many - (LACKING_BELOW - 1) * few) // (LACKING_BELOW - 1))
        return max(0, wanted)
