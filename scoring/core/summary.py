"""Summarise the judgements of a conversation's passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.confidence import Grounds, confidence_of
from scoring.core.position import Placement, place
from scoring.core.scorers import Judgement
from scoring.core.sentences import main_lens
from scoring.core.spectrum import Confidence, Lens


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary of a conversation; `placement` is None if too few passages are about AI."""

    placement: Placement | None
    lens: Lens
    confidence: Confidence
    reasons: list[str]


def summarise(judgements: Sequence[Judgement], *, checked: bool) -> Summary:
    """Summarise the judgements of all passages of a conversation, including those not about AI.

    `checked` is true if a person wrote or checked the transcript.
    """
    scores = [judgement.score for judgement in judgements if judgement.lens is not Lens.OFF_TOPIC]
    placement = place(scores, len(judgements))
    if placement is None:
        return Summary(None, Lens.OFF_TOPIC, Confidence.LOW, [])
    level, reasons = confidence_of(
        Grounds(passages=len(scores), margin=placement.margin, checked=checked)
    )
    return Summary(placement, main_lens(judgements), level, reasons)
