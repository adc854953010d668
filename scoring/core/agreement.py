"""Agreement between people who assessed the same episode."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from scoring.core.sentences import signed
from scoring.core.spectrum import band_of, whole


@dataclass(frozen=True, slots=True)
class Opinion:
    """An assessor's position (in points) and lens for an episode."""

    assessor: str
    position: float
    lens: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A comparison of two opinions.

    `difference` is the distance between the displayed positions, in points.
    """

    first: Opinion
    second: Opinion
    difference: int
    same_band: bool
    same_lens: bool

    @property
    def sentence(self) -> str:
        """A sentence that describes the agreement."""
        points = "1 point" if self.difference == 1 else f"{self.difference} points"
        band = "the same band" if self.same_band else "different bands"
        lens = "the same lens" if self.same_lens else "different lenses"
        return (
            f"{self.first.assessor} ({signed(self.first.position)}) and "
            f"{self.second.assessor} ({signed(self.second.position)}) "
            f"are {points} apart, in {band} and with {lens}."
        )


def agreements_of(opinions: Sequence[Opinion]) -> list[Agreement]:
    """Return the agreement between every pair of `opinions`, in order."""
    return [
        Agreement(
            first,
            second,
            difference=abs(whole(first.position) - whole(second.position)),
            same_band=band_of(first.position) == band_of(second.position),
            same_lens=first.lens == second.lens,
        )
        for first, second in combinations(opinions, 2)
    ]
