"""The default scorer: an encoder and a linear model, adjusted for the rest of the conversation.

The score of a passage i that is about AI is

    own(i)   = ENCODER x encoder(i) + LINEAR x stance(i)
    score(i) = SIDE x (OWN x own(i) + OTHERS x mean of own over the other passages
                                    + NEAR x mean of own over the two passages before and after)

where the means include only passages about AI, and SIDE is `RISK` if the rest is negative, and 1
otherwise. A passage surrounded by risk-forward ones is rarely neutral, even if it sounds neutral on
its own, so the other passages affect its score. But they only move it out of the mixed band if its
own words lean to the same side: if own(i) is less than `MIN_OWN` points on that side, the score is
limited to `MAX_MIXED`. If no other passage is about AI, score(i) = SIDE x own(i). A passage that is
not about AI is off-topic; its 0 is unused. The constants were fitted on passages from shows left
out of training (docs/scoring.md).
"""

import math
from collections.abc import Sequence
from functools import cached_property, partial

from scoring.core.about_ai import RULES, about_ai, hardly_about_ai
from scoring.core.encoder import Encoder, Reading
from scoring.core.evidence import by_word, carrying
from scoring.core.scorers import Judgement, Phrase, WordShare
from scoring.core.spectrum import BAND_EDGE, Lens, clamp
from scoring.core.stance import StanceScorer
from scoring.core.version_hash import version_hash

ENCODER, LINEAR = 0.55, 0.45
OWN, OTHERS, NEAR = 0.77, 0.88, 0.33
RISK = 0.85
"""Factor of negative scores, which are too strong on shows left out of training."""
NEIGHBOURS = 2
"""Number of passages on each side that are near."""
MIN_OWN = 10.0
"""Minimum own score, in points on the side of the final score, of a passage that leans."""
MAX_MIXED = BAND_EDGE - 1.0
"""Maximum absolute score of a passage whose own words do not lean."""


class EnsembleScorer:
    """Scores the passages of one conversation with the encoder and the linear model."""

    name = "stance-encoder"
    reads_together = True

    def __init__(self, encoder: Encoder | None = None, linear: StanceScorer | None = None) -> None:
        self._encoder = encoder or Encoder()
        self._linear = linear or StanceScorer()

    @cached_property
    def version(self) -> str:
        weights = (ENCODER, LINEAR, OWN, OTHERS, NEAR, NEIGHBOURS, RISK)
        constants = (*weights, MIN_OWN, MAX_MIXED, *RULES)
        return version_hash(self._encoder.version, self._linear.version, *map(str, constants))

    def score(self, texts: Sequence[str]) -> list[Judgement]:
        readings = [self._encoder.read(text) for text in texts]
        linear = [judgement.score for judgement in self._linear.score(texts)]
        is_about_ai = about_ai(texts, [reading.lenses[Lens.OFF_TOPIC] for reading in readings])
        own = [
            ENCODER * reading.score + LINEAR * score
            for reading, score in zip(readings, linear, strict=True)
        ]
        pulls = _pulls(own, is_about_ai)
        judgements = []
        for text, reading, score, here, pull in zip(
            texts, readings, own, is_about_ai, pulls, strict=True
        ):
            if not here:
                judgements.append(Judgement(0.0, Lens.OFF_TOPIC))
                continue
            own_factor, others = (1.0, 0.0) if pull is None else (OWN, pull)
            side = RISK if own_factor * score + others < 0 else 1.0
            factor, others = side * own_factor, side * others
            if pull is not None:
                others = _limited(score, factor * score, others)
            judgements.append(self._judgement(text, reading, factor, factor * score, others))
        return judgements

    def _judgement(
        self, text: str, reading: Reading, own_factor: float, own: float, pull: float
    ) -> Judgement:
        score = round(clamp(own + pull), 2) + 0.0
        lens = max(
            (lens for lens in reading.lenses if lens is not Lens.OFF_TOPIC),
            key=lambda lens: reading.lenses[lens],
        )
        explain = partial(self._explain, text, reading, own_factor, score)
        return Judgement(score, lens, explain, from_context=round(pull, 2) + 0.0)

    def _explain(
        self, text: str, reading: Reading, own_factor: float, score: float
    ) -> list[Phrase]:
        if hardly_about_ai(text, reading.lenses[Lens.OFF_TOPIC]):
            return []
        encoder = _scaled(reading.shares, own_factor * ENCODER)
        linear = _scaled(self._linear.shares(text), own_factor * LINEAR)
        words = by_word(text, encoder, linear)
        return carrying(text, words, score, deciding=by_word(text, encoder))


def _pulls(own: Sequence[float], is_about_ai: Sequence[bool]) -> list[float | None]:
    """Return the points that each passage gets from the others, or None if there are no others.

    `own` contains the own scores, and `is_about_ai` whether each passage is. If none of the
    passages near a passage is about AI, the mean of all others replaces theirs.
    """
    total = math.fsum(score for score, here in zip(own, is_about_ai, strict=True) if here)
    count = sum(is_about_ai)
    pulls: list[float | None] = []
    for index, (score, here) in enumerate(zip(own, is_about_ai, strict=True)):
        others = count - here
        if not others:
            pulls.append(None)
            continue
        mean_of_others = (total - score * here) / others
        around = range(max(0, index - NEIGHBOURS), min(len(own), index + NEIGHBOURS + 1))
        near = [own[other] for other in around if other != index and is_about_ai[other]]
        mean_near = math.fsum(near) / len(near) if near else mean_of_others
        pulls.append(OTHERS * mean_of_others + NEAR * mean_near)
    return pulls


def _limited(own: float, points: float, pull: float) -> float:
    """Return `pull`, reduced if it alone would move a passage out of the mixed band.

    `points` are those of the passage's own score, which is `own`.
    """
    score = points + pull
    side = math.copysign(1.0, score)
    if abs(score) <= MAX_MIXED or side * own >= MIN_OWN:
        return pull
    return side * MAX_MIXED - points


def _scaled(shares: Sequence[WordShare], factor: float) -> list[WordShare]:
    return [WordShare(share.start, share.end, factor * share.points) for share in shares]
