"""The default scorer: the encoder and the linear model together, in the light of the conversation.

Of a conversation of N passages about AI, passage i is scored

    own(i)   = ENCODER x encoder(i) + LINEAR x stance(i)
    score(i) = OWN x own(i) + CONVERSATION x mean of own over the conversation

so that a passage among risk-forward ones, which is rarely neutral whatever its own words say, is
read as one. The four numbers were fitted on passages of shows left out of training
(docs/scoring.md). A passage that is not about AI scores 0, and counts in no mean.
"""

import math
from collections.abc import Sequence
from functools import cached_property, partial

from scoring.core.encoder import Encoder, Reading
from scoring.core.evidence import by_word, carrying
from scoring.core.scorers import Judgement, Phrase, WordShare
from scoring.core.spectrum import Lens, clamp
from scoring.core.stance import StanceScorer
from scoring.core.stance.weights import version_of

ENCODER, LINEAR = 0.8, 0.4
OWN, CONVERSATION = 0.85, 0.45
OFF_TOPIC = 0.6
"""Probability from which a passage is not about AI."""


class EnsembleScorer:
    """Scores texts as the passages of one conversation, by an encoder and a linear model."""

    name = "stance-encoder"
    reads_together = True

    def __init__(self, encoder: Encoder | None = None, linear: StanceScorer | None = None) -> None:
        self._encoder = encoder or Encoder()
        self._linear = linear or StanceScorer()

    @cached_property
    def version(self) -> str:
        constants = (ENCODER, LINEAR, OWN, CONVERSATION, OFF_TOPIC)
        return version_of(self._encoder.version, self._linear.version, *map(str, constants))

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        readings = [self._encoder.read(text) for text in texts]
        linear = [judgement.score for judgement in self._linear.score(texts)]
        on_topic = [reading.lenses[Lens.OFF_TOPIC] < OFF_TOPIC for reading in readings]
        own = [
            ENCODER * reading.score + LINEAR * score
            for reading, score in zip(readings, linear, strict=True)
        ]
        told = [score for score, counts in zip(own, on_topic, strict=True) if counts]
        pull = CONVERSATION * math.fsum(told) / max(1, len(told))
        return [
            self._judgement(text, reading, OWN * score + pull) if counts else _off_topic()
            for text, reading, score, counts in zip(texts, readings, own, on_topic, strict=True)
        ]

    def _judgement(self, text: str, reading: Reading, score: float) -> Judgement:
        rounded = round(clamp(score), 2) + 0.0
        lens = max(
            (lens for lens in reading.lenses if lens is not Lens.OFF_TOPIC),
            key=lambda lens: reading.lenses[lens],
        )
        return Judgement(rounded, lens, partial(self._explain, text, reading, rounded))

    def _explain(self, text: str, reading: Reading, score: float) -> list[Phrase]:
        encoder = _scaled(reading.shares, OWN * ENCODER)
        linear = _scaled(self._linear.shares(text), OWN * LINEAR)
        return carrying(text, by_word(text, encoder, linear), score)


def _off_topic() -> Judgement:
    return Judgement(0.0, Lens.OFF_TOPIC)


def _scaled(shares: Sequence[WordShare], factor: float) -> list[WordShare]:
    return [WordShare(share.start, share.end, factor * share.points) for share in shares]
