"""The perspective spectrum: the scale from -100 to +100, its bands, lenses and confidence."""

import math
from enum import StrEnum

SCALE_MIN = -100
SCALE_MAX = 100
SHOWN = 0.5
"""From here on a score is shown as another whole number than 0."""
BAND_EDGE = 18
"""The bands of the live site this grew from: risk-forward <= -18, opportunity-forward >= +18."""


class Band(StrEnum):
    """One of the three stretches of the scale, in its order."""

    RISK = "risk-forward"
    MIXED = "mixed"
    OPPORTUNITY = "opportunity-forward"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Lens(StrEnum):
    """The main angle of a segment; an episode is never off-topic as a whole by choice."""

    TECHNICAL = "technical"
    GOVERNANCE = "governance"
    STRATEGIC = "strategic"
    ECONOMIC = "economic"
    SOCIETAL = "societal"
    PHILOSOPHICAL = "philosophical"
    OFF_TOPIC = "off-topic"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Confidence(StrEnum):
    """How sure an assessment is; its reasons are always stored beside it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class EvidenceMode(StrEnum):
    """What kind of speech an assessment rests on, by the number of marked speakers."""

    TALK = "talk"
    INTERVIEW = "interview"
    PANEL = "panel"
    UNMARKED = "speakers not marked"

    @classmethod
    def of(cls, speakers: int) -> "EvidenceMode":
        return {0: cls.UNMARKED, 1: cls.TALK, 2: cls.INTERVIEW}.get(speakers, cls.PANEL)


def whole(score: float) -> int:
    """Return `score` rounded to a whole number, half away from zero, never -0."""
    return int(math.copysign(math.floor(abs(score) + 0.5), score))


def band_of(score: float) -> Band:
    """Return the band of `score`, decided on the whole number that readers are shown."""
    shown = whole(score)
    if shown <= -BAND_EDGE:
        return Band.RISK
    if shown >= BAND_EDGE:
        return Band.OPPORTUNITY
    return Band.MIXED


def clamp(score: float) -> float:
    """Return `score` held within the scale."""
    return min(float(SCALE_MAX), max(float(SCALE_MIN), score))
