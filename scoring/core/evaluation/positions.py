"""How well the positions of whole conversations agree with a reader's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.core.evaluation.conversations import Conversation
from scoring.core.evaluation.metrics import (
    confusion,
    macro_f1,
    mean_absolute_error,
    pearson,
    spearman,
)
from scoring.core.scorers import Scorer
from scoring.core.slicing import slice_cues
from scoring.core.spectrum import Band, Lens, band_of
from scoring.core.summary import Summary, summarise

SIDE = 25
"""Points from which a reading takes a side, so that the other sign is an error."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A conversation beside what a scorer makes of it; not placed counts as 0."""

    conversation: Conversation
    summary: Summary

    @property
    def position(self) -> float:
        return self.summary.placement.position if self.summary.placement else 0.0

    @property
    def charge(self) -> float:
        return self.summary.placement.ingredients.charge if self.summary.placement else 0.0

    @property
    def error(self) -> float:
        return abs(self.position - self.conversation.whole)


def place_conversation(conversation: Conversation, scorer: Scorer) -> Placed:
    """Slice, score and place a conversation as the product does, its words taken as checked."""
    texts = [piece.text for piece in slice_cues(conversation.turns)]
    return Placed(conversation, summarise(scorer.score(texts), checked=True))


def evaluate_positions(results: Sequence[Placed], scorer: Scorer) -> dict[str, Any]:
    """Return every figure of agreement, as JSON knows them; ValueError without results."""
    if not results:
        raise ValueError("no conversations to measure")
    truth = [result.conversation.whole for result in results]
    positions = [result.position for result in results]
    bands = [band_of(value) for value in truth], [band_of(value) for value in positions]
    sided = [(one, other) for one, other in zip(truth, positions, strict=True) if abs(one) >= SIDE]
    return {
        "scorer": {"name": scorer.name, "version": scorer.version},
        "n": len(results),
        "placed": sum(result.summary.placement is not None for result in results),
        "pearson": _rounded(pearson(truth, positions)),
        "spearman": _rounded(spearman(truth, positions)),
        "mae": _rounded(mean_absolute_error(truth, positions)),
        "macro_f1": _rounded(macro_f1(*bands)),
        "confusion": confusion(*bands),
        "sign_errors": {"n": sum(one * other < 0 for one, other in sided), "of": len(sided)},
        **_intervals(results),
        "mixed_share": _share(band is Band.MIXED for band in bands[1]),
        "not_placed": _not_placed(results),
        "charge": {
            "pearson": _rounded(
                pearson([r.conversation.charge for r in results], [r.charge for r in results])
            )
        },
        "lens": {"accuracy": _share(r.summary.lens is r.conversation.lens for r in results)},
        "by_confidence": _grouped(
            [r for r in results if r.summary.placement], lambda r: r.summary.confidence.value
        ),
        "shows": _grouped(results, lambda r: r.conversation.show),
    }


def _intervals(results: Sequence[Placed]) -> dict[str, float | None]:
    """Return how often the 90 % interval holds the reading, and how wide it is on average."""
    placed = [(r.conversation.whole, r.summary.placement) for r in results if r.summary.placement]
    if not placed:
        return {"coverage_90": None, "mean_width": None}
    widths = [place.high - place.low for _, place in placed]
    return {
        "coverage_90": _share(place.low <= whole <= place.high for whole, place in placed),
        "mean_width": _rounded(sum(widths) / len(widths)),
    }


def _not_placed(results: Sequence[Placed]) -> dict[str, int]:
    """Return how many are not placed, how many of those, and of all, are not about AI."""
    left = [result for result in results if result.summary.placement is None]
    return {
        "n": len(left),
        "off_topic": sum(r.conversation.lens is Lens.OFF_TOPIC for r in left),
        "off_topic_in_all": sum(r.conversation.lens is Lens.OFF_TOPIC for r in results),
    }


def _grouped(
    results: Sequence[Placed], group_of: Callable[[Placed], str]
) -> dict[str, dict[str, float]]:
    """Return the number of conversations and their mean absolute error for each group."""
    groups: dict[str, list[float]] = defaultdict(list)
    for result in results:
        groups[group_of(result)].append(result.error)
    return {
        name: {"n": len(errors), "mae": _rounded(sum(errors) / len(errors))}
        for name, errors in sorted(groups.items())
    }


def _share(truths: Iterable[bool]) -> float:
    counted = list(truths)
    return _rounded(sum(counted) / len(counted))


def _rounded(value: float) -> float:
    return round(value, 4) + 0.0
