"""Decide which possible labels and times are real, in captions and in text.

A label or time is accepted only as part of a pattern in the file (see docs/importing.md). Names
must recur or have the same form as recurring names, and most times must be in order.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from library.captions.label_evidence import FORWARD_SHARE, Evidence, Use
from library.captions.label_forms import Label, times_of
from library.captions.label_once import labels_once
from library.captions.markup import SOUND_WORDS
from library.captions.names import shape

MIN_LABEL_SHARE = 0.01
"""Labels are accepted as a pattern only if at least this share of lines is labelled."""
MAIN_SHARE = 0.6
"""Doubtful labels are accepted only if at least this share of lines is labelled."""
DASH_SHARE = 0.5
BRACKET_SHARE = 0.4
RELATED_SHARE = 0.5
"""Initials and last names are treated as recurring names only if at least this share of lines is
labelled."""
ALONE_SHARE = 0.12
TIME_SHARE = 0.5
QUESTION_ROLES = frozenset(("q", "question", "interviewer"))


@dataclass
class Pattern(Evidence):
    """The possible labels and times of a file, and the labels that were accepted."""

    accepted: set[tuple[str, str]] = field(default_factory=set)
    """Form and name of each accepted label."""

    def __post_init__(self) -> None:
        for form in ("colon", "bracket", "timed", "title", "tab", "dash", "bold", "alone"):
            self.accepted |= {(form, name) for name in getattr(self, f"_{form}")()}
        self.accepted |= labels_once(self, {name for _, name in self.accepted})

    def label(self, index: int) -> Label | None:
        """Return the accepted label of a line, or None."""
        use = self.uses.get(index)
        if use is None or (use.form, use.label.name) not in self.accepted:
            return None
        if use.label.is_inline and not self._is_inline_pattern:
            return None
        if use.label.form == "title" and self.are_indented and not self.lines[index].is_indented:
            return None
        if use.label.bare_end and not self._times_follow_names:
            return replace(use.label, end=use.label.bare_end, time="", bare_end=0)
        return use.label

    @cached_property
    def _times_follow_names(self) -> bool:
        """Whether nearly every label is followed by a time without brackets."""
        uses = [use for use in self.uses.values() if (use.form, use.label.name) in self.accepted]
        return sum(use.label.bare_end > 0 for use in uses) >= 0.8 * len(uses)

    @cached_property
    def _is_inline_pattern(self) -> bool:
        """Whether most lines begin with a name and a time, with no separator after the time."""
        return self.share([use for use in self.uses.values() if use.label.is_inline]) >= MAIN_SHARE

    @cached_property
    def _are_listed(self) -> bool:
        """Whether names after bullets are labels rather than items of a spoken list."""
        listed = [use for use in self.uses.values() if use.label.is_listed]
        return self.are_captions or self.share(listed) >= MAIN_SHARE

    def _colon(self) -> set[str]:
        uses = self.forms.get("colon", [])
        if not self._are_listed:
            uses = [use for use in uses if not use.label.is_listed]
        recurring = {use.label.name for use in uses if self.counts[use.label.name] > 1}
        related = [use for use in uses if self.recurs(use.label.name)]
        if self.share(related) >= RELATED_SHARE:
            recurring = {use.label.name for use in related}
        certain = [use for use in uses if use.label.name in recurring]
        share = self.share(certain)
        if share < MIN_LABEL_SHARE:
            return set()
        names = {name for name in recurring if not shape(name).startswith("lower")}
        lower = recurring - names
        if names or (len(lower) > 1 and share >= MAIN_SHARE):
            names |= lower if share >= MAIN_SHARE else set()
        if len(names) == 1 and share < MAIN_SHARE and not self._is_sure(next(iter(names)), uses):
            return set()
        return names

    def _is_sure(self, name: str, uses: Sequence[Use]) -> bool:
        """Return whether the only recurring name in a file clearly belongs to a speaker."""
        own = [use for use in uses if use.label.name == name]
        if shape(name)[:5] in ("title", "upper") and self.share(uses) >= MAIN_SHARE:
            return True
        return (
            shape(name) in ("role", "title2", "upper2", "uncased1", "uncased2")
            or any(use.is_marked or use.is_timed for use in own)
            or (shape(name) == "upper1" and len(own) > 2)
        )

    def _bracket(self) -> set[str]:
        uses = [use for use in self.forms.get("bracket", ()) if self.is_said(use)]
        counts = Counter(use.label.name for use in uses)
        roles = {name for name in counts if shape(name) == "role"}
        recurring = {name for name, count in counts.items() if count > 1 and self._is_name(name)}
        timed = [use for use in uses if use.is_timed]
        if len(timed) > 1 or (len(roles) > 1 and len(uses) > 1):
            return {name for name in counts if self._is_name(name)}
        shapes = {shape(name) for name in recurring} & {"title2", "upper2"}
        same = {name for name in counts if shape(name) in shapes and self._is_name(name)}
        if len(same) > 1 and self.share(uses) >= BRACKET_SHARE:
            return same | recurring
        if len(recurring) < 2 or self.share(uses) < MIN_LABEL_SHARE:
            return roles if self.share(uses) >= MAIN_SHARE else set()
        return recurring

    def _is_name(self, name: str) -> bool:
        kind = shape(name)
        words = name.lower().split()
        is_noise = bool(words) and (
            (words[-1].endswith("ing") and not kind.startswith("title2"))
            or not SOUND_WORDS.isdisjoint(words)
        )
        return bool(kind) and not kind.startswith("lower") and not is_noise

    def _timed(self) -> set[str]:
        uses = [
            use
            for use in self.forms.get("timed", ())
            if (not use.label.is_inline or self._is_inline_pattern)
            if use.label.form == "alone"
            or self.is_words(use.index + 1)
            or use.label.end < len(self.lines[use.index].text)
        ]
        counts = Counter(use.label.name for use in uses)
        names = {name for _, name in self.accepted}
        recurring = {name for name in counts if self.counts[name] > 1 or name in names}
        if self.are_captions or (len(uses) < 2 and not names) or not self.run_forward(uses):
            return set()
        if not recurring:
            return set(counts) if all(self._is_plainly_timed(use) for use in uses) else set()
        shapes = {shape(name) for name in recurring}
        return {name for name in counts if name in recurring or shape(name) in shapes | {"role"}}

    def _is_plainly_timed(self, use: Use) -> bool:
        """Return whether a name that occurs once is a speaker, not a chapter title."""
        kind, head = shape(use.label.name), self.heads[use.index]
        followed = use.index + 1 < len(self.heads) and not self.heads[use.index + 1].time
        if kind == "role" or (kind == "title1" and use.label.form == "timed" and use.is_marked):
            return True
        return kind == "title2" and (use.label.form == "timed" or (head.is_bracketed and followed))

    def _title(self) -> set[str]:
        uses = self.forms.get("title", [])
        indented = [use for use in uses if self.lines[use.index].is_indented]
        names = {use.label.name for use in (indented if self.are_indented else uses)}
        is_pattern = len(uses) > 1 and any(self.counts[name] > 1 for name in names)
        return names if is_pattern and self.share(uses) >= MIN_LABEL_SHARE else set()

    def _tab(self) -> set[str]:
        return self._several("tab", MAIN_SHARE)

    def _dash(self) -> set[str]:
        names = self._several("dash", DASH_SHARE)
        return {name for name in names if shape(name) not in ("title1", "lower1")} or (
            names if len(names) > 1 and self.share(self.forms["dash"]) >= 0.9 else set()
        )

    def _bold(self) -> set[str]:
        return self._several("bold", ALONE_SHARE)

    def _several(self, form: str, share: float) -> set[str]:
        """Return the recurring names of a form and all names of the same shape.

        Returns an empty set if no name recurs, if there is only one name, or if the share of lines
        with this form is less than `share`.
        """
        uses = self.forms.get(form, [])
        counts = Counter(use.label.name for use in uses)
        names = {name for name, count in counts.items() if count > 1}
        shapes = {shape(name) for name in names}
        same = {name for name in counts if shape(name) in shapes}
        return same if names and len(same) > 1 and self.share(uses) >= share else set()

    def _alone(self) -> set[str]:
        uses = [
            use
            for use in self.forms.get("alone", ())
            if self.is_words(use.index + 1) and use.index + 1 not in self.uses
        ]  # fmt: skip
        counts = Counter(use.label.name for use in uses)
        if self.are_captions and (
            self.share(uses) < MAIN_SHARE or 2 * len(counts) > len(uses) + 1
        ):  # fmt: skip
            return set()
        recurring = {name for name, count in counts.items() if count > 1}
        shapes = {shape(name) for name in recurring}
        names = {name for name in counts if name in recurring or shape(name) in shapes | {"role"}}
        if not recurring or len(names) < 2 or self.share(uses) < ALONE_SHARE:
            return set()
        return names

    def times(self) -> set[int]:
        """Return the numbers of the lines whose leading time is not part of the spoken text."""
        bracketed = {p for p, head in enumerate(self.heads) if head.time and head.is_bracketed}
        if self.are_captions:
            return set()
        bare = [
            index
            for index, head in enumerate(self.heads)
            if head.time and not head.is_bracketed and not self.label(index)
        ]
        others = sum(1 for p in range(len(self.heads)) if p not in self.accepted_lines)
        uses = [times_of(self.heads[index].time)[0] or 0.0 for index in bare]
        forward = sum(a <= b for a, b in pairwise(uses)) >= FORWARD_SHARE * max(len(uses) - 1, 1)
        alone = sum(1 for index in bare if index in self.time_lines)
        enough = len(bare) > 1 and (len(bare) >= TIME_SHARE * others or 2 * alone > len(bare))
        if enough and forward and (2 * alone > len(bare) or len(bare) > 1):
            return bracketed | set(bare)
        timed = sum(1 for index in self.accepted_lines if self._has_time(index))
        first = min(self.accepted_lines, default=0)
        return bracketed | {
            index for index in bare if timed > 1 and first < index and index in self.time_lines
        }

    def _has_time(self, index: int) -> bool:
        label = self.label(index)
        return bool(self.heads[index].time or (label and label.time))

    @cached_property
    def accepted_lines(self) -> frozenset[int]:
        return frozenset(index for index in self.uses if self.label(index))

    @property
    def asks_only(self) -> bool:
        """Whether only questions have labels.

        If so, a paragraph without a label starts an answer.
        """
        names = {name.lower() for _, name in self.accepted}
        return bool(names) and names <= QUESTION_ROLES
