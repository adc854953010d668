"""The one rule for what is a label and what is a time, for captions and texts alike.

A line shows a label or a time only if the file uses it as a pattern (docs/importing.md):
names that come back, or that have the form of those that do; times that do not run backwards.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from library.captions.label_forms import Head, Label, times_of
from library.captions.lines import Line
from library.captions.names import shape

MIN_LABEL_SHARE = 0.01
"""Share of lines with a label below which names before colons are no pattern."""
MOST_LINES = 0.6
"""Share of lines with a label from which a doubtful label is one."""
DASH_SHARE = 0.5
ALONE_SHARE = 0.12
TIME_SHARE = 0.5
FORWARD_SHARE = 0.8
"""Share of times that are not before the last one, in a file whose lines begin with times."""
TITLE_WORDS = 12
"""Words after a name that comes once, at the head of a file, below which it must be a sentence."""
UPPER = frozenset(("upper1", "upper2"))
QUESTION_ROLES = frozenset(("q", "question", "interviewer"))


@dataclass(frozen=True, slots=True)
class Use:
    """A label on a line, with what the line shows of it."""

    place: int
    label: Label
    is_timed: bool
    is_listed: bool
    is_heading: bool

    @property
    def form(self) -> str:
        """The form of the label; a name alone on its line with a time is `timed`."""
        return "timed" if self.label.form == "alone" and self.is_timed else self.label.form

    @property
    def is_marked(self) -> bool:
        return self.label.mark == "bold" and not self.is_listed


@dataclass
class Pattern:
    """The labels and times that a file uses, of what its lines may begin with."""

    lines: Sequence[Line]
    heads: Sequence[Head]
    are_captions: bool
    time_lines: frozenset[int]
    """Places of the lines that are a time and nothing else."""
    accepted: set[tuple[str, str]] = field(default_factory=set)
    """Forms and names of the labels."""

    def __post_init__(self) -> None:
        for form in ("colon", "bracket", "timed", "title", "tab", "dash", "alone"):
            self.accepted |= {(form, name) for name in getattr(self, f"_{form}")()}
        self.accepted |= self._once()

    def label(self, place: int) -> Label | None:
        """Return the label of a line, None if it has none."""
        use = self._uses.get(place)
        if use is None or (use.form, use.label.name) not in self.accepted:
            return None
        if use.label.form == "title" and self._are_indented and not self.lines[place].is_indented:
            return None
        return use.label

    @cached_property
    def _uses(self) -> dict[int, Use]:
        return {
            place: Use(
                place,
                head.label,
                bool(head.time or head.label.time) or self._beside_time(place, head.label),
                self.lines[place].is_listed,
                self.lines[place].heading > 0,
            )
            for place, head in enumerate(self.heads)
            if head.label
        }

    @cached_property
    def _forms(self) -> dict[str, list[Use]]:
        forms: dict[str, list[Use]] = {}
        for use in self._uses.values():
            forms.setdefault(use.form, []).append(use)
        return forms

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often each name begins a line, in any form but a line of its own without a time."""
        return Counter(
            use.label.name
            for form in ("colon", "bracket", "timed", "title")
            for use in self._forms.get(form, ())
        )

    @cached_property
    def _are_indented(self) -> bool:
        uses = self._forms.get("title", ())
        return 2 * sum(self.lines[use.place].is_indented for use in uses) > len(uses)

    def _beside_time(self, place: int, label: Label) -> bool:
        """Whether a name alone on its line has a line of time beside it, and words after both."""
        if label.form != "alone" or self.lines[place].heading:
            return False
        if place + 1 in self.time_lines:
            return self._is_words(place + 2)
        return place - 1 in self.time_lines and self._is_words(place + 1)

    def _is_words(self, place: int) -> bool:
        return place < len(self.lines) and place not in self.time_lines

    def _share(self, uses: Sequence[Use]) -> float:
        return len(uses) / max(self._spoken, 1)

    @cached_property
    def _spoken(self) -> int:
        """Lines that can have a label: of a caption the first, of a text all but bare times."""
        if self.are_captions:
            return sum(1 for line in self.lines if line.begins_block)
        return len(self.lines) - len(self.time_lines)

    def _colon(self) -> set[str]:
        uses = self._forms.get("colon", [])
        recurring = {use.label.name for use in uses if self._counts[use.label.name] > 1}
        certain = [use for use in uses if use.label.name in recurring]
        share = self._share(certain)
        if share < MIN_LABEL_SHARE:
            return set()
        names = {name for name in recurring if not shape(name).startswith("lower")}
        lower = recurring - names
        if names or (len(lower) > 1 and share >= MOST_LINES):
            names |= lower if share >= MOST_LINES else set()
        if len(names) == 1 and share < MOST_LINES and not self._is_sure(next(iter(names)), uses):
            return set()
        return names

    def _is_sure(self, name: str, uses: Sequence[Use]) -> bool:
        """Whether the one name of a file is no mere word before a colon."""
        own = [use for use in uses if use.label.name == name]
        if shape(name)[:5] in ("title", "upper") and self._share(uses) >= MOST_LINES:
            return True
        return (
            shape(name) in ("role", "title2", "upper2", "uncased1", "uncased2")
            or any(use.is_marked or use.is_timed for use in own)
            or (shape(name) == "upper1" and len(own) > 2)
        )

    def _bracket(self) -> set[str]:
        uses = [use for use in self._forms.get("bracket", ()) if self._is_said(use)]
        counts = Counter(use.label.name for use in uses)
        roles = {name for name in counts if shape(name) == "role"}
        recurring = {name for name, count in counts.items() if count > 1 and self._is_name(name)}
        timed = [use for use in uses if use.is_timed]
        if len(timed) > 1 or (len(roles) > 1 and len(uses) > 1):
            return {name for name in counts if self._is_name(name)}
        if len(recurring) < 2 or self._share(uses) < MIN_LABEL_SHARE:
            return roles if self._share(uses) >= MOST_LINES else set()
        return recurring

    def _is_said(self, use: Use) -> bool:
        """Whether words or a time follow a name in brackets, or words on the next line."""
        text = self.lines[use.place].text
        return use.label.end < len(text.rstrip()) or (
            use.is_timed and self._is_words(use.place + 1)
        )

    def _is_name(self, name: str) -> bool:
        kind = shape(name)
        ends = name.lower().split()[-1:]
        is_noise = bool(ends) and ends[0].endswith("ing") and not kind.startswith("title2")
        return bool(kind) and not kind.startswith("lower") and not is_noise

    def _timed(self) -> set[str]:
        uses = [
            use
            for use in self._forms.get("timed", ())
            if use.label.form == "alone"
            or self._is_words(use.place + 1)
            or use.label.end < len(self.lines[use.place].text)
        ]
        counts = Counter(use.label.name for use in uses)
        known = {name for _, name in self.accepted}
        recurring = {name for name in counts if self._counts[name] > 1 or name in known}
        if self.are_captions or (len(uses) < 2 and not known) or not self._run_forward(uses):
            return set()
        direct = any(use.label.form == "timed" for use in uses)
        if not recurring and not (direct and all(shape(n) in ("title2", "role") for n in counts)):
            return set()
        shapes = {shape(name) for name in recurring} or {"title2", "role"}
        return {name for name in counts if name in recurring or shape(name) in shapes | {"role"}}

    def _run_forward(self, uses: Sequence[Use]) -> bool:
        times = [
            times_of(use.label.time or self.heads[use.place].time)[0] or 0.0
            for use in uses
            if use.label.time or self.heads[use.place].time
        ]
        steps = list(pairwise(times))
        return sum(a <= b for a, b in steps) >= FORWARD_SHARE * len(steps)

    def _title(self) -> set[str]:
        uses = self._forms.get("title", [])
        indented = [use for use in uses if self.lines[use.place].is_indented]
        names = {use.label.name for use in (indented if self._are_indented else uses)}
        is_pattern = len(uses) > 1 and any(self._counts[name] > 1 for name in names)
        return names if is_pattern and self._share(uses) >= MIN_LABEL_SHARE else set()

    def _tab(self) -> set[str]:
        return self._several("tab", MOST_LINES)

    def _dash(self) -> set[str]:
        names = self._several("dash", DASH_SHARE)
        return {name for name in names if shape(name) not in ("title1", "lower1")} or (
            names if len(names) > 1 and self._share(self._forms["dash"]) >= 0.9 else set()
        )

    def _several(self, form: str, share: float) -> set[str]:
        """Return names that come back in `form`, if there are two and most lines have one."""
        uses = self._forms.get(form, [])
        counts = Counter(use.label.name for use in uses)
        names = {name for name, count in counts.items() if count > 1}
        shapes = {shape(name) for name in names}
        same = {name for name in counts if shape(name) in shapes}
        return same if names and len(same) > 1 and self._share(uses) >= share else set()

    def _alone(self) -> set[str]:
        uses = [
            use
            for use in self._forms.get("alone", ())
            if not self.are_captions and self._is_words(use.place + 1)
            and use.place + 1 not in self._uses
        ]  # fmt: skip
        counts = Counter(use.label.name for use in uses)
        recurring = {name for name, count in counts.items() if count > 1}
        shapes = {shape(name) for name in recurring}
        names = {name for name in counts if name in recurring or shape(name) in shapes | {"role"}}
        if not recurring or len(names) < 2 or self._share(uses) < ALONE_SHARE:
            return set()
        return names

    def _once(self) -> set[tuple[str, str]]:
        """Return the labels that come once in a file whose labels are a pattern."""
        known = {name for _, name in self.accepted}
        shapes = {shape(name) for name in known}
        if shapes & UPPER:
            shapes |= UPPER
        words = {word for name in known for word in _words_of(name)}
        uses = [use for use in self._uses.values() if use.label.form in ("colon", "bracket")]
        labelled = [use for use in uses if use.label.name in known]
        found: set[tuple[str, str]] = set()
        first = min((use.place for use in labelled), default=len(self.lines))
        are_listed = any(use.is_listed for use in labelled)
        for use in uses:
            name, kind = use.label.name, shape(use.label.name)
            if name in known or use.label.form == "bracket":
                continue
            fits = kind == "role" or kind in shapes or bool(words & set(_words_of(name)))
            if (
                known
                and fits
                and use.is_listed <= are_listed
                and self._is_turn(use, use.place < first)
            ):
                found.add((use.label.form, name))
        return found | (self._only_once(uses) if not known else set())

    def _only_once(self, uses: Sequence[Use]) -> set[tuple[str, str]]:
        """Return the labels of a file in which none comes back: marked, or on every line."""
        colons = [use for use in uses if use.label.form == "colon"]
        marked = [use for use in colons if use.is_marked]
        timed = [use for use in colons if use.is_timed]
        if len(timed) > 1 or (len(marked) > 1 and (timed or self._are_names(marked))):
            return {("colon", use.label.name) for use in (*marked, *timed)}
        roles = [use for use in colons if shape(use.label.name) == "role"]
        if len(roles) > 1:
            return {("colon", use.label.name) for use in roles}
        is_all = len(colons) >= 0.9 * len(self.lines) and self._are_names(colons)
        if is_all and all(self._is_turn(use, is_head=True) for use in colons):
            return {("colon", use.label.name) for use in colons}
        return set()

    def _are_names(self, uses: Sequence[Use]) -> bool:
        kinds = {shape(use.label.name) for use in uses}
        return kinds <= {"title2", "upper2", "role", "uncased1"}

    def _is_turn(self, use: Use, is_head: bool) -> bool:
        """Whether what follows the name can be its words, not the value of a heading's field."""
        rest = self.lines[use.place].text[use.label.end :].strip()
        if not rest:
            return self._is_words(use.place + 1)
        if not is_head:
            return not (shape(rest).endswith("2") and shape(use.label.name) == "role")
        return rest[-1] in ".!?…\"”’'。！？" or len(rest.split()) >= TITLE_WORDS

    def times(self) -> set[int]:
        """Return the lines that begin with a time that is none of their words."""
        bracketed = {p for p, head in enumerate(self.heads) if head.time and head.is_bracketed}
        if self.are_captions:
            return set()
        bare = [
            place
            for place, head in enumerate(self.heads)
            if head.time and not head.is_bracketed and not self.label(place)
        ]
        others = sum(1 for p in range(len(self.heads)) if p not in self.accepted_places)
        uses = [times_of(self.heads[place].time)[0] or 0.0 for place in bare]
        forward = sum(a <= b for a, b in pairwise(uses)) >= FORWARD_SHARE * max(len(uses) - 1, 1)
        alone = sum(1 for place in bare if place in self.time_lines)
        enough = len(bare) > 1 and (len(bare) >= TIME_SHARE * others or 2 * alone > len(bare))
        if enough and forward and (2 * alone > len(bare) or len(bare) > 1):
            return bracketed | set(bare)
        return bracketed

    @cached_property
    def accepted_places(self) -> frozenset[int]:
        return frozenset(place for place in self._uses if self.label(place))

    @property
    def asks_only(self) -> bool:
        """Whether only the questions have labels, so that a new paragraph is the answer."""
        names = {name.lower() for _, name in self.accepted}
        return bool(names) and names <= QUESTION_ROLES


def _words_of(name: str) -> list[str]:
    return [word for word in name.replace(",", " ").lower().split() if len(word.strip(".")) > 2]
