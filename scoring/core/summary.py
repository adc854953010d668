"""What the judgements of a conversation's passages add up to."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.confidence import Grounds, confidence_of
from scoring.core.position import Placement, place
from scoring.core.scorers import Judgement
from scoring.core.sentences import main_lens
from scoring.core.spectrum import Confidence, Lens


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as a whole; `placement` is None when it is hardly about AI."""

    placement: Placement | None
    lens: Lens
    confidence: Confidence
    reasons: list[str]


def summarise(judgements: Sequence[Judgement], *, checked: bool) -> Summary:
    """Sum up the judgements of one conversation, those not about AI among them.

    `checked` says that a person, not a machine, wrote the words down.
    """
    scores = [each.score for each in judgements if each.lens is not Lens.OFF_TOPIC]
    placement = place(scores, len(judgements))
    if placement is None:
        return Summary(None, Lens.OFF_TOPIC, Confidence.LOW, [])
    level, reasons = confidence_of(
        Grounds(passages=len(scores), margin=placement.margin, checked=checked)
    )
    return Summary(placement, main_lens(judgements), level, reasons)
