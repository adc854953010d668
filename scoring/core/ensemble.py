"""The default scorer: an encoder and a linear model, adjusted for the rest of the conversation.

The score of a passage i that is about AI is

    own(i)   = ENCODER x encoder(i) + LINEAR x stance(i)
    score(i) = OWN x own(i) + OTHERS x mean of own over the other passages

where the mean includes only passages about AI. A passage surrounded by risk-forward ones is rarely
neutral, even if it sounds neutral on its own, so the other passages affect its score. If no other
passage is about AI, score(i) = own(i). A passage that is not about AI scores 0. The constants were
fitted on passages from shows left out of training (docs/scoring.md).
"""

import math
from collections.abc import Sequence
from functools import cached_property, partial

from scoring.core.about_ai import MIN_NEAR, OFF_TOPIC, about_ai, hardly_about_ai
from scoring.core.encoder import Encoder, Reading
from scoring.core.evidence import by_word, carrying
from scoring.core.scorers import Judgement, Phrase, WordShare
from scoring.core.spectrum import Lens, clamp
from scoring.core.stance import StanceScorer
from scoring.core.version_hash import version_hash

ENCODER, LINEAR = 0.6, 0.4
OWN, OTHERS = 0.68, 1.0


class EnsembleScorer:
    """Scores the passages of one conversation with the encoder and the linear model."""

    name = "stance-encoder"
    reads_together = True

    def __init__(self, encoder: Encoder | None = None, linear: StanceScorer | None = None) -> None:
        self._encoder = encoder or Encoder()
        self._linear = linear or StanceScorer()

    @cached_property
    def version(self) -> str:
        constants = (ENCODER, LINEAR, OWN, OTHERS, MIN_NEAR, OFF_TOPIC)
        return version_hash(self._encoder.version, self._linear.version, *map(str, constants))

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        readings = [self._encoder.read(text) for text in texts]
        linear = [judgement.score for judgement in self._linear.score(texts)]
        counts = about_ai(texts, [reading.lenses[Lens.OFF_TOPIC] for reading in readings])
        own = [
            ENCODER * reading.score + LINEAR * score
            for reading, score in zip(readings, linear, strict=True)
        ]
        total = math.fsum(score for score, here in zip(own, counts, strict=True) if here)
        others = sum(counts) - 1
        judgements = []
        for text, reading, score, here in zip(texts, readings, own, counts, strict=True):
            if not here:
                judgements.append(Judgement(0.0, Lens.OFF_TOPIC))
            elif others:
                pull = OTHERS * (total - score) / others
                judgements.append(self._judgement(text, reading, OWN, OWN * score, pull))
            else:
                judgements.append(self._judgement(text, reading, 1.0, score, 0.0))
        return judgements

    def _judgement(
        self, text: str, reading: Reading, keeps: float, own: float, pull: float
    ) -> Judgement:
        score = round(clamp(own + pull), 2) + 0.0
        lens = max(
            (lens for lens in reading.lenses if lens is not Lens.OFF_TOPIC),
            key=lambda lens: reading.lenses[lens],
        )
        explain = partial(self._explain, text, reading, keeps, score)
        return Judgement(score, lens, explain, from_context=round(pull, 2) + 0.0)

    def _explain(self, text: str, reading: Reading, keeps: float, score: float) -> list[Phrase]:
        if hardly_about_ai(text, reading.lenses[Lens.OFF_TOPIC]):
            return []
        encoder = _scaled(reading.shares, keeps * ENCODER)
        linear = _scaled(self._linear.shares(text), keeps * LINEAR)
        return carrying(text, by_word(text, encoder, linear), score)


def _scaled(shares: Sequence[WordShare], factor: float) -> list[WordShare]:
    return [WordShare(share.start, share.end, factor * share.points) for share in shares]
