"""Where a conversation stands: its position, a 90 % interval, its charge, and its ingredients.

Most passages of any conversation are neutral, so their mean says little of where it comes down.
The position is a weighted mean in which a passage weighs the square root of its own strength:

    position = STRETCH x sum(w s) / (sum(w) + PRIOR),   w = sqrt(|s|)

over the passages about AI. `PRIOR` stands for a few neutral passages, so that two strong
sentences in an hour do not place a conversation. The constants were fitted on whole
conversations of shows left out of training, read by a person (docs/scoring.md).

Charge is the share of passages outside the mixed band. A conversation of which hardly a passage
is about AI is not placed.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from scoring.core.spectrum import Band, band_of, clamp
from scoring.core.stats import DECIMALS, mean

STRETCH = 2.5
PRIOR = 13.4
"""Three passages of 20 points."""
MIN_ON_TOPIC = 0.2
"""Share of passages that must be about AI for a conversation to be placed."""
MARGIN, MARGIN_BY_CHARGE, MARGIN_BY_FEW = 10.0, 0.3, 40.0
"""Half the width of the interval: a constant, points per point of charge, and points over the
square root of the number of passages; so chosen that 90 % of the intervals of conversations of
unseen shows hold what a reader said."""
BOTH_SIDES = 0.25
"""Share of the leaning passages that must lean to the weaker side for both sides to be argued."""
LITTLE_CHARGE = 15.0
"""Percent of passages that lean, under which a mixed conversation takes little side."""


class StanceKind(StrEnum):
    """How a conversation takes sides: a mixed position has two very different causes."""

    ONE_SIDED = "one-sided"
    TAKES_LITTLE_SIDE = "takes-little-side"
    ARGUES_BOTH_SIDES = "argues-both-sides"


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What a position is made of, in numbers that a reader can count.

    `passages` are those about AI, of which `risk` and `opportunity` lean to either side;
    `leaning` is the mean score of those that lean, None when none does.
    """

    passages: int
    risk: int
    opportunity: int
    leaning: float | None

    @property
    def charge(self) -> float:
        """Percent of the passages that lean to a side."""
        return round(100 * (self.risk + self.opportunity) / self.passages, 1)

    def as_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Placement:
    """A place on the scale, the bounds of its 90 % interval in points, and what it is made of."""

    position: float
    low: float
    high: float
    kind: StanceKind
    ingredients: Ingredients

    @property
    def margin(self) -> float:
        """Half the width of the interval before it meets the ends of the scale."""
        return margin_of(self.ingredients)


def place(scores: Sequence[float], passages: int) -> Placement | None:
    """Place a conversation by the scores of its passages about AI, out of so many in all.

    None when hardly a passage is about AI.
    """
    if not scores or len(scores) < MIN_ON_TOPIC * passages:
        return None
    made_of = ingredients_of(scores)
    position = position_of(scores)
    margin = margin_of(made_of)
    return Placement(
        position=position,
        low=round(clamp(position - margin), DECIMALS) + 0.0,
        high=round(clamp(position + margin), DECIMALS) + 0.0,
        kind=_kind(position, made_of),
        ingredients=made_of,
    )


def position_of(scores: Sequence[float]) -> float:
    """Return the position by the scores of the passages about AI; ValueError without any."""
    if not scores:
        raise ValueError("a position needs at least one score")
    weights = [math.sqrt(abs(score)) for score in scores]
    weighted = math.fsum(weight * score for weight, score in zip(weights, scores, strict=True))
    return round(clamp(STRETCH * weighted / (math.fsum(weights) + PRIOR)), DECIMALS) + 0.0


def ingredients_of(scores: Sequence[float]) -> Ingredients:
    """Return how many of `scores` lean to each side, and how far those that lean do on average."""
    bands = [band_of(score) for score in scores]
    leaning = [s for s, band in zip(scores, bands, strict=True) if band is not Band.MIXED]
    return Ingredients(
        passages=len(scores),
        risk=bands.count(Band.RISK),
        opportunity=bands.count(Band.OPPORTUNITY),
        leaning=round(mean(leaning), DECIMALS) + 0.0 if leaning else None,
    )


def margin_of(made_of: Ingredients) -> float:
    """Return half the width of the 90 % interval, in points."""
    few = MARGIN_BY_FEW / math.sqrt(made_of.passages)
    return MARGIN + MARGIN_BY_CHARGE * made_of.charge + few


def _kind(position: float, made_of: Ingredients) -> StanceKind:
    if band_of(position) is not Band.MIXED:
        return StanceKind.ONE_SIDED
    weaker, leaning = min(made_of.risk, made_of.opportunity), made_of.risk + made_of.opportunity
    if made_of.charge >= LITTLE_CHARGE and weaker >= BOTH_SIDES * leaning:
        return StanceKind.ARGUES_BOTH_SIDES
    return StanceKind.TAKES_LITTLE_SIDE
