"""What the lines of a file show of labels: where, in which forms, how often."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from library.captions.label_forms import Head, Label, times_of
from library.captions.lines import Line
from library.captions.names import shape

FORWARD_SHARE = 0.8
"""Share of times that are not before the last one, in a file whose lines begin with times."""


@dataclass(frozen=True, slots=True)
class Use:
    """A label on a line, with what the line shows of it."""

    place: int
    label: Label
    is_timed: bool
    is_listed: bool
    is_heading: bool
    has_arrows: bool = False

    @property
    def form(self) -> str:
        """The form of the label; a name alone on its line with a time is `timed`."""
        return "timed" if self.label.form == "alone" and self.is_timed else self.label.form

    @property
    def is_marked(self) -> bool:
        """Whether the label is in bold or after arrows, and no item of a list."""
        return (self.label.mark == "bold" or self.has_arrows) and not self.is_listed


@dataclass
class Evidence:
    """The lines of a file, what each may begin with, and what these beginnings have in common."""

    lines: Sequence[Line]
    heads: Sequence[Head]
    are_captions: bool
    time_lines: frozenset[int]
    """Places of the lines that are a time and nothing else."""

    @cached_property
    def uses(self) -> dict[int, Use]:
        return {
            place: Use(
                place,
                head.label,
                bool(head.time or head.label.time) or self.beside_time(place, head.label),
                self.lines[place].is_listed or head.label.is_listed,
                self.lines[place].heading > 0,
                head.arrows_end > 0,
            )
            for place, head in enumerate(self.heads)
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
        """How often each name begins a line, in any form but a line of its own without a time."""
        return Counter(
            use.label.name
            for form in ("colon", "bracket", "timed", "title")
            for use in self.forms.get(form, ())
        )

    @cached_property
    def _last_words(self) -> Counter[str]:
        return Counter(_last_word(use.label.name) for use in self.forms.get("colon", ()))

    def recurs(self, name: str) -> bool:
        """Whether a name comes back: whole, in capitals by its last word, or by its initials."""
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
        return 2 * sum(self.lines[use.place].is_indented for use in uses) > len(uses)

    def beside_time(self, place: int, label: Label) -> bool:
        """Whether a name alone on its line has a line of time beside it, and words after both."""
        if label.form != "alone":
            return False
        if place + 1 in self.time_lines:
            # Between two times it is what is said at the first of them.
            return place - 1 not in self.time_lines and self.is_words(place + 2)
        return place - 1 in self.time_lines and self.is_words(place + 1)

    def is_words(self, place: int) -> bool:
        return place < len(self.lines) and place not in self.time_lines

    def share(self, uses: Sequence[Use]) -> float:
        return len(uses) / max(self.spoken, 1)

    @cached_property
    def spoken(self) -> int:
        """Lines that can have a label: of a caption the first, of a text all but bare times."""
        if self.are_captions:
            return sum(1 for line in self.lines if line.begins_block)
        return len(self.lines) - len(self.time_lines) - self._chapters

    @cached_property
    def _chapters(self) -> int:
        """Lines of words with times before the first name before a colon: a list of chapters."""
        first = min((use.place for use in self.forms.get("colon", ())), default=0)
        heads = self.heads[:first]
        return sum(1 for p, head in enumerate(heads) if head.time and p not in self.time_lines)

    def is_said(self, use: Use) -> bool:
        """Whether words or a time follow a name in brackets, or words on the next line."""
        if use.label.end < len(self.lines[use.place].text.rstrip()):
            return True
        is_whole_name = shape(use.label.name) in ("role", "title2", "upper2")
        may_head = use.is_timed or (is_whole_name and use.place + 1 not in self.uses)
        return may_head and self.is_words(use.place + 1)

    def run_forward(self, uses: Sequence[Use]) -> bool:
        times = [
            times_of(use.label.time or self.heads[use.place].time)[0] or 0.0
            for use in uses
            if use.label.time or self.heads[use.place].time
        ]
        steps = list(pairwise(times))
        return sum(a <= b for a, b in steps) >= FORWARD_SHARE * len(steps)


def _last_word(name: str) -> str:
    """Return the last word of a name without its role: `VALE` of `ANNA VALE, HOST`."""
    words = name.partition(",")[0].partition("(")[0].split()
    return words[-1] if words and len(words[-1]) > 2 else name


def initials(name: str) -> str:
    """Return the initials of a name of two or three capitalised words, '' for any other."""
    words = name.split()
    is_whole = 1 < len(words) <= 3 and all(word[0].isupper() for word in words)
    return "".join(word[0] for word in words) if is_whole else ""
