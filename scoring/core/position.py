"""Where a conversation stands: its position, a 90 % interval, its charge, and its ingredients.

Most passages of any conversation are neutral, so their mean says little of where it comes down.
The position is a weighted mean in which a passage weighs the square root of its own strength,
bent so that it never passes the ends of the scale:

    mean     = sum(w s) / (sum(w) + PRIOR),   w = sqrt(|s|)
    position = 100 tanh(STRETCH x mean / 100)

over the scores s of the passages about AI. `PRIOR` stands for a few neutral passages, so that two
strong sentences in an hour do not place a conversation. The constants were fitted on whole
conversations of shows left out of training, each read whole by an annotator (docs/scoring.md).

The interval is wider when the two halves of a conversation come down in different places, when
there are few passages, and when some passages lean and many do not. Charge is the share of
passages outside the mixed band. A conversation of which hardly a passage is about AI is not
placed.
"""

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from scoring.core.spectrum import SCALE_MAX, Band, band_of, clamp
from scoring.core.stats import DECIMALS, mean

STRETCH = 2.5
PRIOR = 3 * math.sqrt(20)
"""Three passages of 20 points."""
MIN_ON_TOPIC = 0.2
"""Share of passages that must be about AI for a conversation to be placed."""
MARGIN, MARGIN_BY_HALVES, MARGIN_BY_FEW, MARGIN_BY_MIXTURE = 16.0, 1.0, 10.0, 75.0
"""Half the width of the interval, in points: a constant; for each point between the halves; over
the square root of the number of passages; times charge x (1 - charge). So chosen that 90 % of the
intervals of conversations of unseen shows hold what a reader said."""
MIN_HALF = 3
"""Passages of a half that can be placed by itself."""
UNKNOWN_HALVES = 60.0
"""Points taken for the distance of the halves of a shorter conversation."""
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
    """A place on the scale, its 90 % interval, and what it is made of.

    `margin` is half the width of the interval before it meets the ends of the scale, in points.
    """

    position: float
    low: float
    high: float
    margin: float
    kind: StanceKind
    ingredients: Ingredients


def place(scores: Sequence[float], passages: int) -> Placement | None:
    """Place a conversation by the scores of its passages about AI, out of so many in all.

    None when hardly a passage is about AI.
    """
    if not scores or len(scores) < MIN_ON_TOPIC * passages:
        return None
    made_of = ingredients_of(scores)
    position = position_of(scores)
    margin = margin_of(scores)
    return Placement(
        position=position,
        low=round(clamp(position - margin), DECIMALS) + 0.0,
        high=round(clamp(position + margin), DECIMALS) + 0.0,
        margin=round(margin, DECIMALS),
        kind=_kind(position, made_of),
        ingredients=made_of,
    )


def position_of(scores: Sequence[float]) -> float:
    """Return the position by the scores of the passages about AI; ValueError without any."""
    if not scores:
        raise ValueError("a position needs at least one score")
    weights = [math.sqrt(abs(score)) for score in scores]
    weighted = math.fsum(weight * score for weight, score in zip(weights, scores, strict=True))
    bent = math.tanh(STRETCH * weighted / (math.fsum(weights) + PRIOR) / SCALE_MAX)
    return round(SCALE_MAX * bent, DECIMALS) + 0.0


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


def margin_of(scores: Sequence[float]) -> float:
    """Return half the width of the 90 % interval, in points; ValueError without scores."""
    count, half = len(scores), len(scores) // 2
    apart = (
        abs(position_of(scores[:half]) - position_of(scores[half:]))
        if half >= MIN_HALF
        else UNKNOWN_HALVES
    )
    charge = ingredients_of(scores).charge / 100
    return (
        MARGIN
        + MARGIN_BY_HALVES * apart
        + MARGIN_BY_FEW / math.sqrt(count)
        + MARGIN_BY_MIXTURE * charge * (1 - charge)
    )


def _kind(position: float, made_of: Ingredients) -> StanceKind:
    if band_of(position) is not Band.MIXED:
        return StanceKind.ONE_SIDED
    weaker, leaning = min(made_of.risk, made_of.opportunity), made_of.risk + made_of.opportunity
    if made_of.charge >= LITTLE_CHARGE and weaker >= BOTH_SIDES * leaning:
        return StanceKind.ARGUES_BOTH_SIDES
    return StanceKind.TAKES_LITTLE_SIDE
