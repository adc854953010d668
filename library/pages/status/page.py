"""The status page: sections and summary."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from library.pages.status import holdings, machine, servers, work
from library.pages.status.line import Line, State

SECTIONS: Sequence[tuple[str, Callable[[], list[Line]]]] = [
    ("Services", servers.lines),
    ("Tasks", work.lines),
    ("The library", holdings.lines),
    ("Machine", machine.lines),
]


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    lines: Sequence[Line]


class StatusPage:
    """All status lines. The number of queries is constant."""

    @cached_property
    def sections(self) -> list[Section]:
        return [Section(title, lines()) for title, lines in SECTIONS]

    @property
    def summary(self) -> str:
        states = Counter(line.status.state for section in self.sections for line in section.lines)
        failed, warnings = states[State.FAILED], states[State.WARNING]
        if not failed and not warnings:
            return "All systems normal."
        return f"{failed} failed, {warnings} need attention."
