"""Compare the positions that two versions of a scorer assign to episodes."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.evaluation.metrics import pearson
from scoring.core.spectrum import band_of
from scoring.core.stats import mean


@dataclass(frozen=True, slots=True)
class Moved:
    """An episode with its positions, in points, by the older and the newer version of a scorer."""

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
    """The differences between the positions assigned by two versions of a scorer.

    `moved` contains the episodes with a position in both versions, largest change first. `gained`
    contains those with a position only in the newer version, `lost` those only in the older one.
    """

    moved: list[Moved]
    gained: list[tuple[str, float]]
    lost: list[tuple[str, float]]

    @property
    def mean_shift(self) -> float:
        return mean([moved.by for moved in self.moved]) if self.moved else 0.0

    @property
    def mean_distance(self) -> float:
        return mean([abs(moved.by) for moved in self.moved]) if self.moved else 0.0

    @property
    def agreement(self) -> float:
        if not self.moved:
            return 0.0
        return pearson([row.before for row in self.moved], [row.after for row in self.moved])

    @property
    def band_changes(self) -> int:
        return sum(row.changes_band for row in self.moved)


def drift_of(pairs: Sequence[tuple[str, float | None, float | None]]) -> Drift:
    """Return the differences between two versions of a scorer.

    `pairs` contains (episode, position before, position after), where None means that the version
    assigns no position. Raises ValueError if `pairs` is empty.
    """
    if not pairs:
        raise ValueError("no episode was assessed by both versions")
    moved = [
        Moved(episode, before, after)
        for episode, before, after in pairs
        if before is not None and after is not None
    ]
    return Drift(
        sorted(moved, key=lambda row: (-abs(row.by), row.episode)),
        [(e, after) for e, before, after in pairs if before is None and after is not None],
        [(e, before) for e, before, after in pairs if before is not None and after is None],
    )
