"""The perspective spectrum: the scale from -100 to +100, its bands, lenses and confidence."""

import math
from enum import StrEnum

SCALE_MIN = -100
SCALE_MAX = 100
SHOWN = 0.5
"""Smallest positive score that does not round to 0."""
BAND_EDGE = 18
"""Band limits: risk-forward <= -18, opportunity-forward >= +18."""


class Band(StrEnum):
    """The three bands of the scale, in order."""

    RISK = "risk-forward"
    MIXED = "mixed"
    OPPORTUNITY = "opportunity-forward"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class Lens(StrEnum):
    """The main angle from which a segment discusses AI."""

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
    """Confidence in an assessment, always stored with its reasons."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def label(self) -> str:
        return self.value.capitalize()


class EvidenceMode(StrEnum):
    """Kind of conversation, based on the number of identified speakers."""

    TALK = "talk"
    INTERVIEW = "interview"
    PANEL = "panel"
    UNMARKED = "speakers not identified"

    @classmethod
    def of(cls, speakers: int) -> "EvidenceMode":
        return {0: cls.UNMARKED, 1: cls.TALK, 2: cls.INTERVIEW}.get(speakers, cls.PANEL)


def whole(score: float) -> int:
    """Return `score` rounded to the nearest whole number, with halves rounded away from 0."""
    return int(math.copysign(math.floor(abs(score) + 0.5), score))


def band_of(score: float) -> Band:
    """Return the band of `score` after rounding it for display."""
    rounded = whole(score)
    if rounded <= -BAND_EDGE:
        return Band.RISK
    if rounded >= BAND_EDGE:
        return Band.OPPORTUNITY
    return Band.MIXED


def clamp(score: float) -> float:
    """Return `score` limited to the scale."""
    return min(float(SCALE_MAX), max(float(SCALE_MIN), score))
