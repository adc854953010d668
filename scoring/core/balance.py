"""Detect groups of conversations in which one side is underrepresented."""

from collections.abc import Iterable
from dataclasses import dataclass

from scoring.core.spectrum import Band

MIN_SIDED = 3
"""Groups with fewer episodes than this outside the mixed band are not checked."""
MIN_SHARE_DIVISOR = 4
"""A side is underrepresented if it has less than a quarter of the episodes outside the mixed
band."""


@dataclass(frozen=True, slots=True)
class Sides:
    """The number of a group's episodes in each band."""

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
        """The number of episodes in each band, in the order of `Band`."""
        return self.risk, self.mixed, self.opportunity

    @property
    def sided(self) -> int:
        return self.risk + self.opportunity

    @property
    def lacking(self) -> Band | None:
        """The underrepresented side, or None if there is none or the group is too small."""
        if self.sided < MIN_SIDED:
            return None
        if self.risk * MIN_SHARE_DIVISOR < self.sided:
            return Band.RISK
        if self.opportunity * MIN_SHARE_DIVISOR < self.sided:
            return Band.OPPORTUNITY
        return None

    def missing(self, side: Band) -> int:
        """Return how many episodes to add to `side` so that it is no longer underrepresented."""
        few, many = (
            (self.risk, self.opportunity) if side is Band.RISK else (self.opportunity, self.risk)
        )
        # The smallest integer n such that few + n >= (few + many + n) / 4.
        missing = -(-(many - (MIN_SHARE_DIVISOR - 1) * few) // (MIN_SHARE_DIVISOR - 1))
        return max(0, missing)
