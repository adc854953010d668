"""One line of the status page: title, state, text and link."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ParamSpec

from django.utils.timesince import timesince

logger = logging.getLogger(__name__)
Params = ParamSpec("Params")


class State(StrEnum):
    OK = "ok"
    WARNING = "attention"
    FAILED = "failed"
    NOTE = "note"
    """Information that is neither good nor bad, or an unknown result."""


MARKS = {State.OK: "✓", State.WARNING: "!", State.FAILED: "✕", State.NOTE: "·"}


@dataclass(frozen=True, slots=True)
class Status:
    """Result of one check; `url` is the page where a problem can be fixed."""

    state: State
    text: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    status: Status

    @property
    def mark(self) -> str:
        return MARKS[self.status.state]


def check_line(
    title: str, check: Callable[Params, Status], *args: Params.args, **kwargs: Params.kwargs
) -> Line:
    """Return a line with the result of `check`, or with the exception that it raised."""
    try:
        return Line(title, check(*args, **kwargs))
    except Exception as error:
        # One failing check must not hide the others.
        logger.exception("Status check failed: %s", title)
        text = f"Check failed: {type(error).__name__}. See the log."
        return Line(title, Status(State.FAILED, text))


def ago(moment: datetime) -> str:
    """Return the time since `moment` in the largest unit, such as `3 days ago`."""
    return f"{timesince(moment, depth=1)} ago"
