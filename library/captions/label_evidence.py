"""Collect the possible speaker labels in a file, with their lines, forms and frequencies."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from library.captions.label_forms import Head, Label, times_of
from library.captions.lines import Line
from library.captions.names import shape

FORWARD_SHARE = 0.8
"""Minimum share of times that are not earlier than the previous time in the file."""


@dataclass(frozen=True, slots=True)
class Use:
    """A possible label on a line, with its context."""

    index: int
    label: Label
    is_timed: bool
    is_listed: bool
    is_heading: bool
    has_arrows: bool = False

    @property
    def form(self) -> str:
        """Form of the label; a name alone on its line is `timed` if it is next to a time."""
        return "timed" if self.label.form == "alone" and self.is_timed else self.label.form

    @property
    def is_marked(self) -> bool:
        """Whether the label is bold or follows arrows (`>>`), and is not a list item."""
        return (self.label.mark == "bold" or self.has_arrows) and not self.is_listed


@dataclass
class Evidence:
    """The lines of a file, with the possible label and time at the beginning of each."""

    lines: Sequence[Line]
    heads: Sequence[Head]
    are_captions: bool
    time_lines: frozenset[int]
    """Numbers of the lines that contain only a time."""

    @cached_property
    def uses(self) -> dict[int, Use]:
        return {
            index: Use(
                index,
                head.label,
                bool(head.time or head.label.time) or self.beside_time(index, head.label),
                self.lines[index].is_listed or head.label.is_listed,
                self.lines[index].heading > 0,
                head.arrows_end > 0,
            )
            for index, head in enumerate(self.heads)
            if head.label
        }

    @cached_property
    def forms(self) -> dict[str, list[Use]]:
        forms: dict[str, list[Use]] = {}
        for use in self.uses.values():
            forms.setdefault(use.form, []).append(use)
        return forms

    @cached_property
    def counts(self) -> Counter[str]:
        """Number of lines that begin with each name.

        Includes only labels of the forms `colon`, `bracket`, `timed` and `title`.
        """
        return Counter(
            use.label.name
            for form in ("colon", "bracket", "timed", "title")
            for use in self.forms.get(form, ())
        )

    @cached_property
    def _last_words(self) -> Counter[str]:
        return Counter(_last_word(use.label.name) for use in self.forms.get("colon", ()))

    def recurs(self, name: str) -> bool:
        """Return whether a name occurs more than once.

        A name and its initials are treated as the same name. So are names in capitals with the same
        last name.
        """
        if self.counts[name] > 1 or name in self._initials or self.counts[initials(name)]:
            return True
        return shape(name) in ("upper1", "upper2") and self._last_words[_last_word(name)] > 1

    @cached_property
    def _initials(self) -> frozenset[str]:
        names = {use.label.name for use in self.forms.get("colon", ())}
        return frozenset(initials(name) for name in names) - {""}

    @cached_property
    def are_indented(self) -> bool:
        uses = self.forms.get("title", ())
        return 2 * sum(self.lines[use.index].is_indented for use in uses) > len(uses)

    def beside_time(self, index: int, label: Label) -> bool:
        """Return whether a name alone on its line is next to a time line and precedes text."""
        if label.form != "alone":
            return False
        if index + 1 in self.time_lines:
            # Text between two times is speech that starts at the first time.
            return index - 1 not in self.time_lines and self.is_words(index + 2)
        return index - 1 in self.time_lines and self.is_words(index + 1)

    def is_words(self, index: int) -> bool:
        return index < len(self.lines) and index not in self.time_lines

    def share(self, uses: Sequence[Use]) -> float:
        return len(uses) / max(self.spoken, 1)

    @cached_property
    def spoken(self) -> int:
        """Number of lines that could have a label.

        In captions, these are the first lines of all captions. In text, they are all lines except
        chapter titles and lines that contain only a time.
        """
        if self.are_captions:
            return sum(1 for line in self.lines if line.begins_block)
        return len(self.lines) - len(self.time_lines) - self._chapters

    @cached_property
    def _chapters(self) -> int:
        """Number of timed lines before the first name with a colon; these are chapter titles."""
        first = min((use.index for use in self.forms.get("colon", ())), default=0)
        heads = self.heads[:first]
        return sum(1 for p, head in enumerate(heads) if head.time and p not in self.time_lines)

    def is_said(self, use: Use) -> bool:
        """Return whether text follows a name in brackets, on the same line or on the next."""
        if use.label.end < len(self.lines[use.index].text.rstrip()):
            return True
        is_whole_name = shape(use.label.name) in ("role", "title2", "upper2")
        may_head = use.is_timed or (is_whole_name and use.index + 1 not in self.uses)
        return may_head and self.is_words(use.index + 1)

    def run_forward(self, uses: Sequence[Use]) -> bool:
        times = [
            times_of(use.label.time or self.heads[use.index].time)[0] or 0.0
            for use in uses
            if use.label.time or self.heads[use.index].time
        ]
        steps = list(pairwise(times))
        return sum(a <= b for a, b in steps) >= FORWARD_SHARE * len(steps)


def _last_word(name: str) -> str:
    """Return the last name, ignoring a role: `VALE` for `ANNA VALE, HOST`."""
    words = name.partition(",")[0].partition("(")[0].split()
    return words[-1] if words and len(words[-1]) > 2 else name


def initials(name: str) -> str:
    """Return the initials of a name of two or three capitalised words; '' for other names."""
    words = name.split()
    is_whole = 1 < len(words) <= 3 and all(word[0].isupper() for word in words)
    return "".join(word[0] for word in words) if is_whole else ""
