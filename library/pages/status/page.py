"""The status page, which `manage.py doctor` also prints."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from library.pages.status import configuration, holdings, machine, servers, work
from library.pages.status.line import Line, State

SECTIONS: Sequence[tuple[str, Callable[[], list[Line]]]] = [
    ("Services", servers.lines),
    ("Tasks", work.lines),
    ("The library", holdings.lines),
    ("Machine", machine.lines),
    ("Settings", configuration.lines),
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
    def is_normal(self) -> bool:
        return not self._states[State.FAILED] and not self._states[State.WARNING]

    @property
    def summary(self) -> str:
        if self.is_normal:
            return "All systems normal."
        failed, warnings = self._states[State.FAILED], self._states[State.WARNING]
        return f"{failed} failed, {warnings} need attention."

    @cached_property
    def _states(self) -> Counter[State]:
        return Counter(line.status.state for section in self.sections for line in section.lines)
