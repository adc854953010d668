"""Labelled pins that mark the position of an episode on a strip."""

from collections.abc import Sequence
from dataclasses import dataclass

from library import charts
from library.text.number_formats import signed
from scoring.models import Assessment

STRIP_MARGIN = 1
"""Margin on each side of the scale on a strip, in units of the view box."""
LABEL_SHARE = 25
"""Width, in percent, of the zone at each end where a centred label could be cut off."""
LABEL_HEIGHT = 20
"""Height of each label above the strip, in pixels."""
HEAD_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class Pin:
    """A pin at a position on a strip; `row` is the line of its label, from 0 at the top."""

    label: str
    score: float
    is_lead: bool = True
    row: int = 0

    @property
    def text(self) -> str:
        return f"{self.label} {signed(self.score)}"

    @property
    def x(self) -> float:
        return charts.along(self.score)

    @property
    def percent(self) -> float:
        """Distance from the left edge of the view box, in percent."""
        return round((self.x + STRIP_MARGIN) / (100 + 2 * STRIP_MARGIN) * 100, 2)

    @property
    def anchor(self) -> str:
        """SVG text anchor of the label, chosen so that the label is not cut off."""
        if self.percent < LABEL_SHARE:
            return "start"
        return "end" if self.percent > 100 - LABEL_SHARE else "middle"

    @property
    def label_y(self) -> int:
        return LABEL_HEIGHT * (self.row + 1) - 6

    @property
    def stem_y(self) -> int:
        return self.label_y + 5


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins above a strip."""

    pins: Sequence[Pin]

    @property
    def height(self) -> int:
        """Height of the pins in pixels."""
        return LABEL_HEIGHT * len(self.pins) + HEAD_HEIGHT

    @property
    def drawn(self) -> list[Pin]:
        """Pins in drawing order: the leading pin comes last, so that it is on top."""
        return sorted(self.pins, key=lambda pin: pin.is_lead)


def page_pin(position: float) -> Pins:
    return Pins([Pin("This page", position)])


def pins_of(lead: Assessment | None, automatic: Assessment | None) -> Pins | None:
    """Return the pins of an episode, or None if it has no position.

    If the leading position is editorial, a second pin marks the automatic position.
    """
    if lead is None or lead.position is None:
        return None
    if lead == automatic or automatic is None or automatic.position is None:
        return page_pin(lead.position)
    return Pins(
        [Pin("Editor", lead.position), Pin("Automatic", automatic.position, is_lead=False, row=1)]
    )
