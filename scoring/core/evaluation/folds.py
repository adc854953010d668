"""Cross-validation folds that keep groups together.

No item is predicted by a model that was trained on items of the same group.
"""

from collections import Counter
from collections.abc import Sequence


def folds_of(groups: Sequence[str], count: int) -> list[int]:
    """Return the fold (0 to count - 1) of each item; items of one group share a fold.

    Groups are assigned largest first, each to the fold with the fewest items so far. Groups of
    equal size are ordered by name.
    """
    sizes = Counter(groups)
    held = [0] * count
    chosen: dict[str, int] = {}
    for group in sorted(sizes, key=lambda name: (-sizes[name], name)):
        fold = held.index(min(held))
        chosen[group] = fold
        held[fold] += sizes[group]
    return [chosen[group] for group in groups]
