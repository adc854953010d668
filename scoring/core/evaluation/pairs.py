"""How well a scorer tells the two passages of stance pairs apart.

The two passages of a pair are about one subject, in much the same words, and take opposite sides;
single passages are full of charged words and score about 0. Counting words orders only half of the
pairs right.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from scoring.core.scorers import Scorer
from scoring.core.spectrum import Band, band_of
from scoring.core.training.encoder.pairs import Member


def evaluate_pairs(members: Sequence[Member], scorer: Scorer) -> dict[str, Any]:
    """Return how many pairs are ordered right, signs are right, and zeros leave the mixed band.

    Every passage is scored by itself, as the only one of its conversation.
    """
    scores = [scorer.score([member.text])[0].score for member in members]
    pairs: dict[str, list[tuple[Member, float]]] = defaultdict(list)
    zeros: list[float] = []
    for member, score in zip(members, scores, strict=True):
        if member.pair:
            pairs[member.pair].append((member, score))
        else:
            zeros.append(score)
    whole = [(pair[0], pair[1]) for pair in pairs.values() if len(pair) == 2]
    ordered = [
        (first.device, (first.score > second.score) == (one > other) and one != other)
        for (first, one), (second, other) in whole
    ]
    sided = [(member.score, score) for pair in whole for member, score in pair]
    return {
        "ordered": sum(right for _, right in ordered),
        "of": len(ordered),
        "signs": {"n": sum(truth * score > 0 for truth, score in sided), "of": len(sided)},
        "by_device": _by_device(ordered),
        "zeros_outside_mixed": {
            "n": sum(band_of(score) is not Band.MIXED for score in zeros),
            "of": len(zeros),
        },
    }


def _by_device(ordered: Sequence[tuple[str, bool]]) -> dict[str, dict[str, int]]:
    devices: dict[str, list[bool]] = defaultdict(list)
    for device, right in ordered:
        devices[device].append(right)
    return {
        name: {"ordered": sum(rights), "of": len(rights)}
        for name, rights in sorted(devices.items())
    }
