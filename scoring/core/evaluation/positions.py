"""Compare the positions of whole conversations with those that an annotator assigned."""

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
from scoring.core.spectrum import Band, Confidence, Lens, band_of
from scoring.core.summary import summarise
from scoring.core.whole import ReadsWhole, WholeReading

SIDE = 25
"""Sign errors are counted only for labels at least this many points from 0."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A conversation and a scorer's results for it.

    `position` is 0 if the scorer assigns none. `interval` contains the bounds of the 90 %
    interval, in points, or is None if they are unknown.
    """

    conversation: Conversation
    placed: bool
    position: float
    charge: float
    interval: tuple[float, float] | None
    lens: Lens
    confidence: Confidence

    @property
    def error(self) -> float:
        return abs(self.position - self.conversation.whole)


def place_conversation(conversation: Conversation, scorer: Scorer) -> Placed:
    """Return the scorer's results for a conversation, by the rules for stored transcripts.

    The transcript is assumed to be checked. If the scorer reads whole conversations, the results
    come from its reading of the whole conversation instead of from segment scores.
    """
    texts = [piece.text for piece in slice_cues(conversation.turns)]
    if isinstance(scorer, ReadsWhole):
        return _read_whole(conversation, scorer.whole.read(texts))
    summary = summarise(scorer.score(texts), checked=True)
    placement = summary.placement
    return Placed(
        conversation,
        placed=placement is not None,
        position=placement.position if placement else 0.0,
        charge=placement.ingredients.charge if placement else 0.0,
        interval=(placement.low, placement.high) if placement else None,
        lens=summary.lens,
        confidence=summary.confidence,
    )


def _read_whole(conversation: Conversation, reading: WholeReading) -> Placed:
    return Placed(
        conversation,
        placed=reading.placed,
        position=reading.position if reading.placed else 0.0,
        charge=reading.charge if reading.placed else 0.0,
        interval=None,
        lens=reading.lens,
        confidence=reading.confidence,
    )


def evaluate_positions(results: Sequence[Placed], scorer: Scorer) -> dict[str, Any]:
    """Return all metrics as JSON-compatible data. Raises ValueError if there are no results."""
    if not results:
        raise ValueError("no conversations to measure")
    truth = [result.conversation.whole for result in results]
    positions = [result.position for result in results]
    bands = [band_of(value) for value in truth], [band_of(value) for value in positions]
    sided = [
        (label, position)
        for label, position in zip(truth, positions, strict=True)
        if abs(label) >= SIDE
    ]
    return {
        "scorer": _measured(scorer),
        "n": len(results),
        "placed": sum(result.placed for result in results),
        "pearson": _rounded(pearson(truth, positions)),
        "spearman": _rounded(spearman(truth, positions)),
        "mae": _rounded(mean_absolute_error(truth, positions)),
        "macro_f1": _rounded(macro_f1(*bands)),
        "confusion": confusion(*bands),
        "sign_errors": {
            "n": sum(label * position < 0 for label, position in sided),
            "of": len(sided),
        },
        **_intervals(results),
        "mixed_share": _share(band is Band.MIXED for band in bands[1]),
        "not_placed": _not_placed(results),
        "charge": {
            "pearson": _rounded(
                pearson([r.conversation.charge for r in results], [r.charge for r in results])
            )
        },
        "lens": {"accuracy": _share(r.lens is r.conversation.lens for r in results)},
        "by_confidence": _grouped([r for r in results if r.placed], lambda r: r.confidence.value),
        "shows": _grouped(results, lambda r: r.conversation.show),
    }


def _measured(scorer: Scorer) -> dict[str, str]:
    """Return the name and version of `scorer`, or of its reader for whole conversations."""
    measured = scorer.whole if isinstance(scorer, ReadsWhole) else scorer
    return {"name": measured.name, "version": measured.version}


def _intervals(results: Sequence[Placed]) -> dict[str, float | None]:
    """Return the share of intervals that contain the annotator's position, and their mean width."""
    with_interval = [(r.conversation.whole, r.interval) for r in results if r.interval]
    if not with_interval:
        return {"coverage_90": None, "mean_width": None}
    widths = [high - low for _, (low, high) in with_interval]
    return {
        "coverage_90": _share(low <= whole <= high for whole, (low, high) in with_interval),
        "mean_width": _rounded(sum(widths) / len(widths)),
    }


def _not_placed(results: Sequence[Placed]) -> dict[str, int]:
    """Return the number of conversations without a position, and how many are labelled off-topic.

    `off_topic_in_all` is the number of off-topic labels among all conversations.
    """
    left = [result for result in results if not result.placed]
    return {
        "n": len(left),
        "off_topic": sum(r.conversation.lens is Lens.OFF_TOPIC for r in left),
        "off_topic_in_all": sum(r.conversation.lens is Lens.OFF_TOPIC for r in results),
    }


def _grouped(
    results: Sequence[Placed], group_of: Callable[[Placed], str]
) -> dict[str, dict[str, float]]:
    """Return the number of conversations in each group, and their mean absolute error."""
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
