"""One line of the status: what was looked at, how it is, and where to go about it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ParamSpec

from django.utils.timesince import timesince

logger = logging.getLogger(__name__)
Asked = ParamSpec("Asked")


class State(StrEnum):
    OK = "ok"
    WARNING = "attention"
    FAILED = "failed"
    TOLD = "note"
    """Neither good nor bad, or not known."""


MARKS = {State.OK: "✓", State.WARNING: "!", State.FAILED: "✕", State.TOLD: "·"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a look at one thing found; `url` leads to where something is done about it."""

    state: State
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    said: Said

    @property
    def mark(self) -> str:
        return MARKS[self.said.state]


def look(
    title: str, find_out: Callable[Asked, Said], *args: Asked.args, **kwargs: Asked.kwargs
) -> Line:
    """Return the line that `find_out` gives, or one that says what it failed with."""
    try:
        return Line(title, find_out(*args, **kwargs))
    except Exception as error:
        # Whatever it is, the rest of the page is still wanted, now more than ever.
        logger.exception("The status of %s could not be found out.", title)
        text = f"Could not be found out: {type(error).__name__}. The log says more."
        return Line(title, Said(State.FAILED, text))


def ago(moment: datetime) -> str:
    """Return how long ago that was, in its largest unit: `3 days ago`."""
    return f"{timesince(moment, depth=1)} ago"
