"""Where an episode stands: its position, a 90 % interval, and how sure that is.

The position is the mean of the segment scores: of mean, median, trimmed mean and others, none
orders episodes of unseen shows better by more than chance (docs/scoring.md). The interval is the
mean plus and minus 1.645 standard errors, made of two parts. One is the spread of the segments;
because neighbours resemble each other, their number is first reduced to the number of
independent ones by the lag-1 autocorrelation r of the trail, n (1 - r) / (1 + r) (Bartlett 1946).
The other is what the scorer gets wrong about an episode as a whole, `SCORER_ERROR`.
"""

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.spectrum import Confidence, clamp
from scoring.core.stats import DECIMALS, mean

NORMAL_90 = 1.645
SCORER_ERROR = 9.0
"""Points: with it, 90 % of intervals of episodes of unseen shows hold the mean of the labels."""
HIGH_SEGMENTS, LOW_SEGMENTS = 12, 8
HIGH_ERROR, LOW_ERROR = 2.5, 4.5
"""Points of the mean's standard error; mean errors differ about threefold between the two."""
HIGH_EVIDENCE, LOW_EVIDENCE = 0.4, 0.2
"""Of 132 episodes learned from, 129 reach the one and 131 the other; their median is 0.80."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the scale, the bounds of its 90 % interval, and its standard error, in points.

    The standard error is that of the mean of the segments alone.
    """

    score: float
    low: float
    high: float
    error: float


def position_of(scores: Sequence[float]) -> Position:
    """Return the position of an episode with these segment scores; ValueError without any."""
    if not scores:
        raise ValueError("a position needs at least one score")
    centre = mean(scores)
    error = standard_error(scores)
    margin = NORMAL_90 * math.hypot(error, SCORER_ERROR)
    return Position(
        score=round(centre, DECIMALS) + 0.0,
        low=round(clamp(centre - margin), DECIMALS) + 0.0,
        high=round(clamp(centre + margin), DECIMALS) + 0.0,
        error=round(error, DECIMALS),
    )


def standard_error(scores: Sequence[float]) -> float:
    """Return the standard error of the mean of a trail, in points; of one score, the scale's."""
    count = len(scores)
    if count < 2:
        return 100.0
    centre = mean(scores)
    squares = math.fsum((score - centre) ** 2 for score in scores)
    if squares == 0:
        return 0.0
    products = math.fsum(
        (one - centre) * (other - centre) for one, other in itertools.pairwise(scores)
    )
    likeness = min(0.9, max(0.0, products / squares))
    independent = max(1.0, count * (1 - likeness) / (1 + likeness))
    return math.sqrt(squares / (count - 1) / independent)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What confidence is decided on.

    `error` is the standard error of the mean in points, `evidence` the share, 0 to 1, of segments
    in which at least one phrase moved the score; `checked` says that a person, not a machine,
    wrote the words down.
    """

    segments: int
    error: float
    evidence: float
    checked: bool


def confidence_of(grounds: Grounds) -> tuple[Confidence, list[str]]:
    """Return the confidence and its reasons, one sentence each.

    Low when any measure is below its lower limit; high when every one reaches its upper limit
    and a person wrote the transcript; medium between.
    """
    measures = [
        (grounds.segments, LOW_SEGMENTS, HIGH_SEGMENTS),
        (-grounds.error, -LOW_ERROR, -HIGH_ERROR),
        (grounds.evidence, LOW_EVIDENCE, HIGH_EVIDENCE),
    ]
    if any(value < low for value, low, _ in measures):
        level = Confidence.LOW
    elif grounds.checked and all(value >= high for value, _, high in measures):
        level = Confidence.HIGH
    else:
        level = Confidence.MEDIUM
    return level, _reasons(grounds)


def _reasons(grounds: Grounds) -> list[str]:
    segments = "1 segment was" if grounds.segments == 1 else f"{grounds.segments} segments were"
    written = (
        "A person wrote or checked the words."
        if grounds.checked
        else "The words were taken down by a machine or by nobody known, so high is ruled out."
    )
    return [
        f"{segments} scored; high needs {HIGH_SEGMENTS}, fewer than {LOW_SEGMENTS} is low.",
        f"The mean of the segments is known to {grounds.error:.1f} points; high needs "
        f"{HIGH_ERROR} or better, worse than {LOW_ERROR} is low.",
        f"In {100 * grounds.evidence:.0f} % of segments a phrase moved the score; high needs "
        f"{100 * HIGH_EVIDENCE:.0f} %, less than {100 * LOW_EVIDENCE:.0f} % is low.",
        written,
    ]
