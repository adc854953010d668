"""How sure a position is: low, medium or high, with the reasons."""

from dataclasses import dataclass

from scoring.core.spectrum import Confidence

MIN_HIGH, MIN_MEDIUM = 12, 5
"""Passages about AI that high and medium confidence need."""
MAX_HIGH, MAX_MEDIUM = 15.0, 30.0
"""Half the width of the 90 % interval, in points, up to which confidence is high, or medium."""


@dataclass(frozen=True, slots=True)
class Grounds:
    """What confidence is decided on.

    `passages` are those about AI, `margin` is half the width of the 90 % interval in points;
    `checked` says that a person, not a machine, wrote the words down.
    """

    passages: int
    margin: float
    checked: bool


def confidence_of(grounds: Grounds) -> tuple[Confidence, list[str]]:
    """Return the confidence and its reasons, one sentence each.

    Low with few passages or a wide interval; high with enough passages, a narrow interval, and
    words that a person wrote or checked; medium otherwise.
    """
    if grounds.passages < MIN_MEDIUM or grounds.margin > MAX_MEDIUM:
        level = Confidence.LOW
    elif grounds.checked and grounds.passages >= MIN_HIGH and grounds.margin <= MAX_HIGH:
        level = Confidence.HIGH
    else:
        level = Confidence.MEDIUM
    return level, _reasons(grounds)


def _reasons(grounds: Grounds) -> list[str]:
    passages = "1 passage is" if grounds.passages == 1 else f"{grounds.passages} passages are"
    transcript = (
        "A person wrote or checked the transcript."
        if grounds.checked
        else "The transcript is machine-made or of unknown origin, which rules out high."
    )
    return [
        f"{passages} about AI (high needs {MIN_HIGH}, fewer than {MIN_MEDIUM} is low).",
        f"The 90 % interval is ±{grounds.margin:.0f} points (high needs {MAX_HIGH:.0f} or less, "
        f"more than {MAX_MEDIUM:.0f} is low).",
        transcript,
    ]
