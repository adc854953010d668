"""How alike two conversations are by their topics, and which topics to name."""

from collections.abc import Collection, Mapping

SHARED = 2
"""Topics that make two alike, a pair of words being one: one alone is often an accident."""
ROOT = 5
"""Letters by which words are told to be of one family."""


def product(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return how near two vectors are, 0 to 1, given at least their common terms."""
    return round(min(1.0, sum(one[term] * other[term] for term in one.keys() & other)), 4)


def distinct(labels: Collection[str], *, most: int) -> list[str]:
    """Return the first `most` labels, a pair of words in the place of either word alone.

    Of words that begin alike, as `align` and `alignment` do, only the first is kept.
    """
    pairs: dict[str, str] = {}
    for label in labels:
        for word in label.lower().split() if " " in label else ():
            pairs.setdefault(word, label)
    kept: dict[str, set[str]] = {}
    for label in labels:
        whole = pairs.get(label.lower(), label)
        roots = {word[:ROOT] for word in whole.lower().split()}
        if not any(roots & others for others in kept.values()):
            kept[whole] = roots
    return list(kept)[:most]
