"""The page: its sections, and what they come to."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from library.pages.status import holdings, machine, servers, work
from library.pages.status.line import Line, State

SECTIONS: Sequence[tuple[str, Callable[[], list[Line]]]] = [
    ("What the site stands on", servers.lines),
    ("Work", work.lines),
    ("The library", holdings.lines),
    ("This machine", machine.lines),
]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: Sequence[Line]


class StatusPage:
    """The same number of queries for any library."""

    @cached_property
    def sections(self) -> list[Section]:
        return [Section(title, lines()) for title, lines in SECTIONS]

    @property
    def summary(self) -> str:
        states = Counter(line.said.state for section in self.sections for line in section.lines)
        failed, warnings = states[State.FAILED], states[State.WARNING]
        if not failed and not warnings:
            return "All is well."
        return f"{failed} failed, {warnings} to attend to."
