"""Topic similarity of two conversations, and the names of their shared topics."""

from collections.abc import Collection, Mapping

ROOT = 5
"""Words that share this many leading letters are treated as the same word."""


def product(first: Mapping[int, float], second: Mapping[int, float]) -> float:
    """Return the cosine of two unit vectors, from 0 to 1.

    The vectors can be incomplete, as long as both contain all of their common terms.
    """
    return round(min(1.0, sum(first[term] * second[term] for term in first.keys() & second)), 4)


def distinct(labels: Collection[str], *, most: int) -> list[str]:
    """Return the first `most` distinct labels.

    A label with two words replaces the labels for each of its words. Of words with the same
    beginning, such as `align` and `alignment`, only the first is returned.
    """
    pairs: dict[str, str] = {}
    for label in labels:
        for word in label.lower().split() if " " in label else ():
            pairs.setdefault(word, label)
    chosen: dict[str, set[str]] = {}
    for label in labels:
        whole = pairs.get(label.lower(), label)
        roots = {word[:ROOT] for word in whole.lower().split()}
        if not any(roots & others for others in chosen.values()):
            chosen[whole] = roots
    return list(chosen)[:most]
