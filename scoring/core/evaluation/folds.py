"""Folds that keep together what belongs together, so that nothing is judged by its neighbours."""

from collections import Counter
from collections.abc import Sequence


def folds_of(groups: Sequence[str], count: int) -> list[int]:
    """Return the fold, 0 to count - 1, of every item; items of one group share a fold.

    Largest group first, each to the fold that holds least so far; equal ones by name.
    """
    sizes = Counter(groups)
    held = [0] * count
    chosen: dict[str, int] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = held.index(min(held))
        chosen[group] = fold
        held[fold] += sizes[group]
    return [chosen[group] for group in groups]
