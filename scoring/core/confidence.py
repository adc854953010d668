"""Confidence in a position: low, medium or high, with reasons."""

from dataclasses import dataclass

from scoring.core.spectrum import Confidence

MIN_HIGH, MIN_MEDIUM = 12, 5
"""Minimum number of passages about AI for high and for medium confidence."""
MAX_HIGH, MAX_MEDIUM = 26.0, 50.0
"""Maximum half-width of the 90 % interval, in points, for high and for medium confidence."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """The values that determine a confidence level.

    `passages` is the number of passages about AI; `margin` is half the width of the 90 % interval,
    in points; `checked` is true if a person wrote or checked the transcript.
    """

    passages: int
    margin: float
    checked: bool


def confidence_of(grounds: Grounds) -> tuple[Confidence, list[str]]:
    """Return the confidence level and its reasons, each as a sentence.

    Low: few passages or a wide interval. High: enough passages, a narrow interval, and a transcript
    that a person wrote or checked. Medium: everything else.
    """
    if grounds.passages < MIN_MEDIUM or grounds.margin > MAX_MEDIUM:
        level = Confidence.LOW
    elif grounds.checked and grounds.passages >= MIN_HIGH and grounds.margin <= MAX_HIGH:
        level = Confidence.HIGH
    else:
        level = Confidence.MEDIUM
    return level, _reasons(grounds)


def _reasons(grounds: Grounds) -> list[str]:
    passages = "1 passage" if grounds.passages == 1 else f"{grounds.passages} passages"
    transcript = (
        "A person wrote or checked the transcript."
        if grounds.checked
        else "The transcript is machine-made or of unknown origin, so confidence cannot be high."
    )
    return [
        f"{passages} about AI (high confidence needs {MIN_HIGH}; fewer than {MIN_MEDIUM} is low).",
        f"90 % interval ±{grounds.margin:.0f} points (high confidence needs {MAX_HIGH:.0f} or "
        f"less; more than {MAX_MEDIUM:.0f} is low).",
        transcript,
    ]
