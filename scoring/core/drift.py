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
    """What changed between two versions; `moved` is ordered by distance, farthest first.

    `gained` and `lost` are the episodes that only the newer, or only the older version places.
    """

    moved: list[Moved]
    gained: list[tuple[str, float]]
    lost: list[tuple[str, float]]

    @property
    def mean_shift(self) -> float:
        return mean([one.by for one in self.moved]) if self.moved else 0.0

    @property
    def mean_distance(self) -> float:
        return mean([abs(one.by) for one in self.moved]) if self.moved else 0.0

    @property
    def agreement(self) -> float:
        if not self.moved:
            return 0.0
        return pearson([one.before for one in self.moved], [one.after for one in self.moved])

    @property
    def band_changes(self) -> int:
        return sum(one.changes_band for one in self.moved)


def drift_of(pairs: Sequence[tuple[str, float | None, float | None]]) -> Drift:
    """Return the drift over (episode, position before, position after); ValueError without any.

    A position of None says that the version does not place the episode.
    """
    if not pairs:
        raise ValueError("no episode was assessed by both versions")
    moved = [
        Moved(episode, before, after)
        for episode, before, after in pairs
        if before is not None and after is not None
    ]
    return Drift(
        sorted(moved, key=lambda one: (-abs(one.by), one.episode)),
        [(e, after) for e, before, after in pairs if before is None and after is not None],
        [(e, before) for e, before, after in pairs if before is not None and after is None],
    )
