"""Recognise possible labels and times at the beginning of a single line.

`head_of` examines one line only. `label_rule` decides whether its result is a label or just text.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from library.captions import label_patterns as forms
from library.captions.clock import GLUED, clock_range, spoken_length
from library.captions.names import shape

MAX_MARKS = 40
"""Maximum number of spaces, `*` and `_` before an emphasised word; more are normal text."""
HEAD = 160
"""Number of characters at the beginning of a line that are searched for a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """A possible speaker's name at the beginning of a line, with the end offset of the label.

    `form` is `colon`, `bracket`, `timed`, `title`, `tab`, `dash`, `bold` or `alone`. A time
    without brackets after the name can be part of the text; if it is, the text begins at
    `bare_end`. `is_inline` is true if there is no separator between a time and the text.
    `is_listed` is true if the name follows a bullet or a number.
    """

    form: str
    name: str
    end: int
    time: str = ""
    mark: str = ""
    bare_end: int = 0
    is_inline: bool = False
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """Possible arrows, time and label at the beginning of a line."""

    arrows_end: int = 0
    time: str = ""
    time_end: int = 0
    is_bracketed: bool = False
    label: Label | None = None


NOTHING = Head()


def head_of(text: str, *, may_be_alone: bool) -> Head:
    """Return the possible label and time at the beginning of a line, with their end offsets."""
    view, places, marks = _view(text[:HEAD])
    arrows = forms.ARROWS.match(view)
    begin = arrows.end() if arrows else 0
    if view[begin : begin + 1].isdigit() and (glued := GLUED.match(view, begin)):
        return Head(time=glued.group(), time_end=_after(places, glued.end()))
    time = forms.TIME_FIRST.match(view, begin) if view[begin : begin + 1] in _TIME_STARTS else None
    after = time.end() if time else begin
    is_whole = len(text) <= HEAD
    label = _listed(view, after) or _label(
        view, after, is_whole=is_whole, may_be_alone=may_be_alone or bool(time)
    )
    if time and time.group("gap") == "" and after < len(view) and not _may_touch(time, view):
        time, label = None, _label(view, begin, is_whole=is_whole, may_be_alone=may_be_alone)
    head = Head(
        arrows_end=_after(places, begin) if arrows else 0,
        time=time.group("time") if time else "",
        time_end=_after(places, time.end()) if time else 0,
        is_bracketed=bool(time) and view[begin] in "[(<{@",
    )
    if time:
        head = replace(head, time_end=_after_marks(text, head.time_end, marks))
    if label:
        end = _after_marks(text, _after(places, label.end), marks)
        bare_end = (
            _after_marks(text, _after(places, label.bare_end), marks) if label.bare_end else 0
        )
        head = replace(head, label=replace(label, end=end, mark=marks, bare_end=bare_end))
    elif bold := (forms.BOLD.match(text) if marks == "bold" else None):
        name = _clean(bold.group("name"))
        head = replace(head, label=Label("bold", name, bold.end()) if shape(name) else None)
    return head


_TIME_STARTS = frozenset("0123456789[(<{@")


def _may_touch(time: re.Match[str], view: str) -> bool:
    """Return whether text can directly follow a time, without a space.

    This is allowed after a bracket, before a letter, and before a duration in words.
    """
    rest = view[time.end() :]
    return time.group("time")[-1] in "])>}" or rest[0].isalpha() or spoken_length(rest) is not None


def _view(text: str) -> tuple[str, Sequence[int], str]:
    """Return `text` without Markdown emphasis, and the original offset of each character.

    The third value is the emphasis before the first word: `bold`, `italic` or ''.
    """
    if "*" not in text and "_" not in text and "\\" not in text:
        return text, range(len(text) + 1), ""
    view: list[str] = []
    offsets: list[int] = []
    mark = ""
    for offset, character in enumerate(text):
        before = text[offset - 1 : offset]
        after = text[offset + 1 : offset + 2]
        if character == "*" or (
            character == "_" and not (before.isalnum() and (after.isalnum() or after == "_"))
        ):
            if not any(seen.isalpha() for seen in view):
                mark = "bold" if mark else "italic"
            continue
        if character == "\\" and after in tuple("[]()_*-.:"):
            continue
        view.append(character)
        offsets.append(offset)
    return "".join(view), [*offsets, len(text)], mark


def _after(places: Sequence[int], end: int) -> int:
    """Convert an end offset in the text without emphasis to an end offset in the original line."""
    return places[end - 1] + 1 if end else 0


def _after_marks(text: str, offset: int, marks: str) -> int:
    """Return the offset after any `*` or `_` that closes the emphasis around a label or time."""
    if not marks and "*" not in text[:offset] and "_" not in text[:offset]:
        return offset
    while offset < len(text) and text[offset] in "*_ " and not _opens(text, offset):
        offset += 1
    return offset


def _opens(text: str, offset: int) -> bool:
    """Return whether the spaces and `*` or `_` at `offset` open emphasis before a word."""
    rest = text[offset : offset + MAX_MARKS].lstrip(" ")
    word = rest.lstrip("*_")
    return (
        rest != word
        and bool(word)
        and not word[0].isspace()
        and offset > 0
        and (text[offset - 1].isspace() or text[offset].isspace())
    )


def _listed(view: str, begin: int) -> Label | None:
    """Return the label if a name with a colon follows a bullet, a dash or a number."""
    bullet = forms.BULLET.match(view, begin)
    if not bullet or ":" not in view:
        return None
    label = _label(view, bullet.end(), is_whole=False, may_be_alone=False)
    return replace(label, is_listed=True) if label and label.form == "colon" else None


def _label(view: str, begin: int, *, is_whole: bool, may_be_alone: bool) -> Label | None:
    rest = view[begin:]
    if not rest:
        return None
    for form, pattern in _patterns(rest):
        match = pattern.match(rest)
        name = _clean(match.group("name")) if match else ""
        if not match or not shape(name):
            continue
        if form == "colon" and rest.startswith("//", match.end()):
            continue
        groups = match.groupdict()
        if form == "bracket" and groups["colon"] and not groups["t1"]:
            form = "colon"
        time = groups.get("t1") or groups.get("t2") or ""
        is_inline = form == "timed" and not _is_timed(match, rest, name)
        is_bare = form in ("colon", "bracket") and groups.get("t2") and time[:1] not in "[(<"
        bare_end = begin + match.start("t2") if is_bare else 0
        end = begin + match.end()
        return Label(form, name, end, time, bare_end=bare_end, is_inline=is_inline)
    if may_be_alone and is_whole and len(rest) <= 60 and _is_alone(rest):
        return Label("alone", _clean(rest), len(view))
    return None


def _patterns(rest: str) -> list[tuple[str, re.Pattern[str]]]:
    """Return the patterns that could match `rest`, judging by the characters in it."""
    patterns = []
    if rest[0] in "[(<{":
        patterns.append(("bracket", forms.BRACKET))
    if ":" in rest or "：" in rest:
        patterns += [("colon", forms.CHAT)] if rest.startswith("From") else []
        patterns.append(("colon", forms.COLON))
        if any(digit.isdigit() for digit in rest):
            patterns.append(("timed", forms.NAME_TIME))
    if rest[-6:].endswith(("second", "conds", "minute", "nutes", "hour", "hours")):
        patterns.append(("timed", forms.NAME_SPOKEN))
    if "." in rest:
        patterns.append(("title", forms.TITLE))
    if "\t" in rest:
        patterns.append(("tab", forms.TAB))
    if any(mark in rest for mark in ("–", "—", " - ", "> ", "| ")):
        patterns.append(("dash", forms.DASH))
    return patterns


def _is_timed(match: re.Match[str], rest: str, name: str) -> bool:
    """Return whether the time after a name can be a start time rather than part of a sentence."""
    groups = match.groupdict()
    is_marked = groups["t1"] or groups.get("mark") or groups.get("colon")
    return match.end() >= len(rest) or bool(is_marked) or shape(name) == "role"


def _is_alone(rest: str) -> bool:
    bare = _clean(rest)
    return rest[-1:] not in ".,;!?…" and bool(shape(bare)) and len(bare.split()) <= 5


def _clean(name: str) -> str:
    return " ".join(name.split()).strip("-–—·•|, ").removesuffix(" at").strip()


def times_of(text: str) -> tuple[float | None, float | None]:
    """Return the start and end of the time in `text`, in seconds; each is None if missing."""
    return clock_range(text) if text else (None, None)
