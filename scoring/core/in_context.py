"""The stance scorer, adjusted for the other passages of the conversation.

A passage surrounded by risk-forward ones is rarely neutral, even if it sounds neutral on its own.
For N passages, score = (OWN - (OWN + PULL - 1) / N) x own score + PULL x mean of all own scores, so
a passage that is scored alone keeps its own score. Both constants were chosen by their results on
shows left out of training (docs/scoring.md).
"""

import math
from collections.abc import Sequence
from functools import cached_property, partial

from scoring.core.scorers import Judgement, Phrase, Scorer
from scoring.core.spectrum import clamp
from scoring.core.version_hash import version_hash

OWN, PULL = 0.7, 0.5


def in_context(scores: Sequence[float]) -> list[float]:
    """Return the scores of one conversation's passages, shifted towards their mean."""
    if not scores:
        return []
    mean, own = math.fsum(scores) / len(scores), _own(len(scores))
    return [round(clamp(own * score + PULL * mean), 2) + 0.0 for score in scores]


class InContextScorer:
    """Scores the passages of one conversation with `stance`, then adjusts the scores.

    The share of each phrase is multiplied by the same factor as the passage's own score. The points
    from other passages are part of `rest`.
    """

    name = "stance-in-context"
    reads_together = True

    def __init__(self, stance: Scorer) -> None:
        self._stance = stance

    @cached_property
    def version(self) -> str:
        return version_hash(self._stance.version, str(OWN), str(PULL))

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        alone = self._stance.score(texts)
        own = _own(len(texts))
        return [
            Judgement(score, judgement.lens, partial(_lessened, judgement, own))
            for judgement, score in zip(
                alone, in_context([judgement.score for judgement in alone]), strict=True
            )
        ]


def _own(passages: int) -> float:
    """Return the factor for a passage's own score, given the number of passages."""
    return OWN - (OWN + PULL - 1) / max(1, passages)


def _lessened(judgement: Judgement, own: float) -> list[Phrase]:
    return [
        Phrase(phrase.text, phrase.start, phrase.end, round(own * phrase.share, 2) + 0.0)
        for phrase in judgement.phrases
    ]
