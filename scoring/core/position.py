"""The position of a conversation, with a 90 % interval, its charge and its ingredients.

Most passages of any conversation are neutral, so the plain mean of their scores is almost always
close to 0. The position is therefore a weighted mean, in which the weight of a passage is the
cube root of its absolute score. A tanh keeps the result within the scale:

    mean     = sum(w s) / (sum(w) + PRIOR),   w = cbrt(|s|)
    position = 100 tanh(STRETCH x mean / 100)

where s are the scores of the passages about AI. `PRIOR` acts like a few neutral passages, so two
strong sentences in an hour do not determine the position. The constants were fitted on
conversations from shows left out of training, each labelled by an annotator (docs/scoring.md).

The interval is wider if the two halves of a conversation differ, if there are few passages, or if
only some of the passages take a side. Charge is the share of passages outside the mixed band. A
conversation with too small a share of passages about AI has no position.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from scoring.core.spectrum import SCALE_MAX, Band, band_of, clamp
from scoring.core.stats import DECIMALS, mean

STRETCH = 2.3
PRIOR = 3 * math.cbrt(20)
"""Weight added at score 0, equal to that of three passages with a score of 20 points each."""
MIN_ON_TOPIC = 0.2
"""Minimum share of passages about AI for a conversation to have a position."""
MARGIN, MARGIN_BY_HALVES, MARGIN_BY_FEW, MARGIN_BY_MIXTURE = 16.0, 0.75, 30.0, 20.0
"""Coefficients of the interval's half-width, in points: a constant, and the factors of the
difference between the halves, of 1 / sqrt(number of passages) and of charge x (1 - charge). Chosen
so that 90 % of the intervals contain the annotator's position on unseen shows."""
MIN_HALF = 3
"""Minimum number of passages in each half for the halves to be compared."""
UNKNOWN_HALVES = 60.0
"""Assumed difference between the halves, in points, if they are too short to be compared."""
BOTH_SIDES = 0.25
"""A mixed conversation argues both sides only if the weaker side has at least this share of the
passages outside the mixed band."""
LITTLE_CHARGE = 15.0
"""A mixed conversation with a charge below this percentage is described as rarely taking a side."""


class StanceKind(StrEnum):
    """How a conversation takes sides. Only mixed conversations have one of the last two kinds."""

    ONE_SIDED = "one-sided"
    TAKES_LITTLE_SIDE = "takes-little-side"
    ARGUES_BOTH_SIDES = "argues-both-sides"


@dataclass(frozen=True, slots=True)
class Ingredients:
    """The counts behind a position, which are shown to readers.

    `passages` is the number of passages about AI; `risk` and `opportunity` are the numbers of
    passages that lean to each side. `leaning` is the mean score of the passages that lean to
    either side, or None if there are none.
    """

    passages: int
    risk: int
    opportunity: int
    leaning: float | None

    @property
    def charge(self) -> float:
        """Percentage of passages that lean to a side."""
        return round(100 * (self.risk + self.opportunity) / self.passages, 1)

    def as_dict(self) -> dict[str, float | int | None]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Placement:
    """A position with its 90 % interval and its ingredients.

    `margin` is half the width of the interval, in points, before it is limited to the scale.
    """

    position: float
    low: float
    high: float
    margin: float
    kind: StanceKind
    ingredients: Ingredients


def place(scores: Sequence[float], passages: int) -> Placement | None:
    """Return the placement of a conversation, given the scores of its passages about AI.

    `passages` is the total number of passages. Returns None if too few are about AI.
    """
    if not scores or len(scores) < MIN_ON_TOPIC * passages:
        return None
    ingredients = ingredients_of(scores)
    position = position_of(scores)
    margin = margin_of(scores)
    return Placement(
        position=position,
        low=round(clamp(position - margin), DECIMALS) + 0.0,
        high=round(clamp(position + margin), DECIMALS) + 0.0,
        margin=round(margin, DECIMALS),
        kind=_kind(position, ingredients),
        ingredients=ingredients,
    )


def position_of(scores: Sequence[float]) -> float:
    """Return the position of a conversation, given the scores of its passages about AI.

    Raises ValueError if there are no scores.
    """
    if not scores:
        raise ValueError("a position needs at least one score")
    weights = [math.cbrt(abs(score)) for score in scores]
    weighted = math.fsum(weight * score for weight, score in zip(weights, scores, strict=True))
    compressed = math.tanh(STRETCH * weighted / (math.fsum(weights) + PRIOR) / SCALE_MAX)
    return round(SCALE_MAX * compressed, DECIMALS) + 0.0


def ingredients_of(scores: Sequence[float]) -> Ingredients:
    """Return the number of `scores` on each side, and the mean of those outside the mixed band."""
    bands = [band_of(score) for score in scores]
    leaning = [s for s, band in zip(scores, bands, strict=True) if band is not Band.MIXED]
    return Ingredients(
        passages=len(scores),
        risk=bands.count(Band.RISK),
        opportunity=bands.count(Band.OPPORTUNITY),
        leaning=round(mean(leaning), DECIMALS) + 0.0 if leaning else None,
    )


def margin_of(scores: Sequence[float]) -> float:
    """Return half the width of the 90 % interval, in points.

    Raises ValueError if there are no scores.
    """
    count, half = len(scores), len(scores) // 2
    difference = (
        abs(position_of(scores[:half]) - position_of(scores[half:]))
        if half >= MIN_HALF
        else UNKNOWN_HALVES
    )
    charge = ingredients_of(scores).charge / 100
    return (
        MARGIN
        + MARGIN_BY_HALVES * difference
        + MARGIN_BY_FEW / math.sqrt(count)
        + MARGIN_BY_MIXTURE * charge * (1 - charge)
    )


def _kind(position: float, ingredients: Ingredients) -> StanceKind:
    if band_of(position) is not Band.MIXED:
        return StanceKind.ONE_SIDED
    risk, opportunity = ingredients.risk, ingredients.opportunity
    is_even = min(risk, opportunity) >= BOTH_SIDES * (risk + opportunity)
    if ingredients.charge >= LITTLE_CHARGE and is_even:
        return StanceKind.ARGUES_BOTH_SIDES
    return StanceKind.TAKES_LITTLE_SIDE
