"""How two versions of a scorer differ over a library."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.evaluation.metrics import pearson
from scoring.core.spectrum import band_of
from scoring.core.stats import mean


@dataclass(frozen=True, slots=True)
class Moved:
    """An episode and its positions by the older and the newer version, in points."""

    episode: str
    before: float
    after: float

    @property
    def by(self) -> float:
        return self.after - self.before

    @property
    def changes_band(self) -> bool:
        return band_of(self.before) is not band_of(self.after)


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed between two versions; `moved` is ordered by distance, farthest first."""

    moved: list[Moved]

    @property
    def mean_shift(self) -> float:
        return mean([one.by for one in self.moved])

    @property
    def mean_distance(self) -> float:
        return mean([abs(one.by) for one in self.moved])

    @property
    def agreement(self) -> float:
        return pearson([one.before for one in self.moved], [one.after for one in self.moved])

    @property
    def band_changes(self) -> int:
        return sum(one.changes_band for one in self.moved)


def drift_of(pairs: Sequence[tuple[str, float, float]]) -> Drift:
    """Return the drift over (episode, position before, position after); ValueError without any."""
    if not pairs:
        raise ValueError("no episode was assessed by both versions")
    moved = [Moved(*pair) for pair in pairs]
    return Drift(sorted(moved, key=lambda one: (-abs(one.by), one.episode)))
