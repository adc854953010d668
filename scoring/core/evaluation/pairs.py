"""Stance pairs: passages with similar words and opposite stances.

A pair is ordered correctly if the passage with the higher label has the higher score. A scorer that
only counts words orders about half of the pairs correctly. Each pair uses a rhetorical device, such
as rebuttal, quotation or irony. Single passages with the device `zero` use the same words but take
no side.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from scoring.core.evaluation.labels import Label
from scoring.core.spectrum import Band, band_of

ZERO = "zero"
Scored = tuple[Label, float]


def pairs_of(labels: Sequence[Label], scores: Sequence[float]) -> dict[str, object] | None:
    """Return the number of pairs that are ordered correctly, in total and by device.

    In the result, `signs` is the share of paired passages with a score on the correct side of 0,
    and `zeros_outside_mixed` is the share of neutral passages with a score outside the mixed band.
    Returns None if no label has a device.
    """
    marked = [each for each in zip(labels, scores, strict=True) if each[0].device]
    pairs = _pairs([each for each in marked if each[0].device != ZERO])
    zeros = [score for label, score in marked if label.device == ZERO and _is_mixed(label.score)]
    if not marked:
        return None
    ordered = Counter(first[0].device for first, second in pairs if _ordered(first, second))
    devices = Counter(first[0].device for first, _ in pairs)
    sides = [label.score * score > 0 for pair in pairs for label, score in pair]
    return {
        "ordered": ordered.total(),
        "of": len(pairs),
        "signs": _share(sides),
        "by_device": {
            device: {"ordered": ordered[device], "of": count}
            for device, count in sorted(devices.items())
        },
        "zeros_outside_mixed": _share([not _is_mixed(score) for score in zeros]),
    }


def _pairs(marked: Sequence[Scored]) -> list[tuple[Scored, Scored]]:
    """Return all pairs of passages with the same `pair` and labels on opposite sides of 0."""
    groups: defaultdict[str, list[Scored]] = defaultdict(list)
    for each in marked:
        groups[each[0].pair].append(each)
    return [
        (first, second)
        for group in groups.values()
        for first, second in combinations(group, 2)
        if first[0].score * second[0].score < 0
    ]


def _ordered(first: Scored, second: Scored) -> bool:
    return (first[0].score - second[0].score) * (first[1] - second[1]) > 0


def _is_mixed(score: float) -> bool:
    return band_of(score) is Band.MIXED


def _share(truths: Sequence[bool]) -> float | None:
    return round(sum(truths) / len(truths), 4) if truths else None
