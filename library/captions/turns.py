"""Convert lines to cues: remove labels and times, and assign them to the text that follows."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from library.captions.account import Account
from library.captions.clock import BRACKETED, CLOCK, TIME, clock_range, spoken_length
from library.captions.cue import Cue
from library.captions.label_evidence import initials
from library.captions.label_forms import HEAD, NOTHING, Head, head_of
from library.captions.label_rule import Pattern
from library.captions.lines import Line
from library.captions.markup import without_sounds
from library.captions.names import shape

_ALONE_TIME = re.compile(rf"[*_\s]*(?:{TIME})[\s:*_\\-]*")
_INNER_TIME = re.compile(r"\\?\[\s*\d{1,3}:[0-5]\d(?::[0-5]\d)?(?:[.,]\d{1,3})?\s*\\?\]:?\s*")
_MID_ARROWS = re.compile(r"(?<=[.?!…\"”’)—-])\s*>{2,3}\s*(?=[^\W\d_a-z]|[\"“'‘])")
_DASH = re.compile(r"[-–—‐‑−]\s*(?=[^\W\d]|[\"“'‘¿¡])")
_LABEL_MARKS = re.compile(r"[:：\[(>\t–—*]| - ")
"""A caption line has no label unless it contains one of these separators or is only a name."""
MAX_TIME_LINE = 80
MAX_INITIALS = 3


def spoken_cues(
    lines: Sequence[Line], account: Account, *, are_captions: bool = False
) -> list[Cue]:
    """Return the cues of `lines`, using only labels and times that form a pattern.

    In captions, lines of the same caption and speaker become one cue. In text, each line is a cue.
    """
    lines = [line for line in lines if line.text or line.start is not None]
    heads = [
        _head(line, are_captions, _may_be_alone(lines, index) if are_captions else True)
        for index, line in enumerate(lines)
    ]
    time_lines = frozenset(
        index for index, line in enumerate(lines) if not are_captions and _is_time(line.text)
    )
    pattern = Pattern(lines, heads, are_captions, time_lines)
    return _Turns(lines, pattern, account, are_captions).cues()


def _may_be_alone(lines: Sequence[Line], index: int) -> bool:
    """Return whether a caption line can consist of a name only.

    The line must be the first of several in its caption, look like a name, and differ from the
    previous line.
    """
    line = lines[index]
    return (
        line.begins_block
        and index + 1 < len(lines)
        and not lines[index + 1].begins_block
        and line.text[-1:].isalnum()
        and not line.text[:1].islower()
        and line.text.count(" ") < 5
        and (not index or lines[index - 1].text != line.text)
    )


def _head(line: Line, are_captions: bool, may_be_alone: bool) -> Head:
    text = line.text
    if line.speaker is not None or not text:
        return NOTHING
    if are_captions and not may_be_alone and not _LABEL_MARKS.search(text, 0, HEAD):
        return NOTHING
    return head_of(text, may_be_alone=may_be_alone)


def _is_time(text: str) -> bool:
    """Return whether a line contains only a time, as a clock time or in words."""
    if len(text) > MAX_TIME_LINE:
        return False
    if _ALONE_TIME.fullmatch(text):
        return True
    spoken = spoken_length(text)
    if spoken is None:
        return False
    rest = text[len(spoken[1]) :].strip(" :*_")
    return not rest or bool(re.fullmatch(CLOCK, rest))


class _Turns:
    """Converts lines to cues, and tracks the current speaker and start time."""

    def __init__(
        self, lines: Sequence[Line], pattern: Pattern, account: Account, are_captions: bool
    ) -> None:
        self.lines, self.pattern, self.account = lines, pattern, account
        self.are_captions = are_captions
        self.times = pattern.times()
        self.has_arrows = any(head.arrows_end for head in pattern.heads)
        self.has_dashes = are_captions and _have_dashes(lines)
        self.has_times_within = bool(self.times) or any(
            pattern.heads[index].time or _label_time(pattern, index)
            for index in pattern.accepted_lines
        )
        self.speaker, self.start, self.end = "", None, None

    speaker: str
    start: float | None
    end: float | None

    def cues(self) -> list[Cue]:
        """Return the cues; lines of the same caption and speaker are joined."""
        texts: list[list[str]] = []
        cues: list[Cue] = []
        for index, line in enumerate(self.lines):
            words = self._words(index, line)
            start, end = (line.start, line.end) if self.are_captions else (self.start, self.end)
            if not words and not (self.are_captions and line.begins_block):
                continue
            for number, cue in enumerate(self._pieces(words, start, end)):
                goes_on = self.are_captions and not number and not line.begins_block and cues
                if goes_on and cues[-1].speaker == cue.speaker:
                    texts[-1].append(cue.text)
                elif goes_on and not any(texts[-1]):
                    texts[-1], cues[-1] = [cue.text], cue
                else:
                    texts.append([cue.text])
                    cues.append(cue)
            self.start = self.end = None
        return [replace(cue, text=" ".join(parts)) for cue, parts in zip(cues, texts, strict=True)]

    def _words(self, index: int, line: Line) -> str:
        """Remove and record the label and time of a line; return the remaining text."""
        text, label = line.text, self.pattern.label(index)
        head = self.pattern.heads[index]
        if line.speaker is not None:
            self.speaker = line.speaker
        elif label:
            self._note(text[: label.end])
            self.speaker = label.name
            self._set_time(label.time or head.time)
            return self._after_label(_without_closing(text[label.end :], label.mark))
        elif self._are_initials(index):
            self._note(text)
            return ""
        elif index in self.pattern.time_lines and self._is_time_line(index):
            self._note(text)
            self._set_time(head.time, text)
            return ""
        elif head.arrows_end:
            self.speaker = ""
            text = text[head.arrows_end :]
        elif line.begins_block and self.pattern.asks_only:
            self.speaker = ""
        if index in self.times:
            self._note(line.text[: head.time_end])
            self._set_time(head.time)
            text = self._without_spoken(line.text[head.time_end :], head.time)
        if self.has_dashes and (dash := _DASH.match(text)):
            self.speaker = "" if line.speaker is None else self.speaker
            text = text[dash.end() :]
        return text

    def _are_initials(self, index: int) -> bool:
        """Return whether a line is only the initials of the name below it, as on some web pages."""
        text = self.lines[index].text
        if len(text) > MAX_INITIALS or not text.isalpha() or not text.isupper():
            return False
        label = None if self.are_captions else self.pattern.label(index + 1)
        return label is not None and text == initials(label.name)

    def _after_label(self, rest: str) -> str:
        """Return the text after a label, without a leading time."""
        time = re.match(rf"(?:\\?\[)?{BRACKETED}\s*", rest) or _INNER_TIME.match(rest)
        if time and not self.are_captions and self.start is None:
            self._note(time.group())
            self._set_time(time.group())
            return rest[time.end() :]
        return rest

    def _without_spoken(self, words: str, time: str) -> str:
        spoken = spoken_length(words)
        if spoken and spoken[0] == clock_range(time)[0]:
            self._note(spoken[1])
            return words[len(spoken[1]) :].lstrip()
        return words

    def _is_time_line(self, index: int) -> bool:
        """Return whether a line with only a time is a start time, judging by the adjacent lines."""
        if index in self.times or self.pattern.heads[index].is_bracketed:
            return True
        spoken = spoken_length(self.lines[index].text)
        if spoken is None:
            return index - 1 in self.pattern.accepted_lines or (
                index + 1 in self.pattern.accepted_lines
            )
        return spoken[0] == self.start or index - 1 in self.pattern.accepted_lines

    def _set_time(self, time: str, text: str = "") -> None:
        if time:
            self.start, self.end = clock_range(time)
        elif text and (spoken := spoken_length(text)):
            self.start, self.end = spoken[0], None

    def _note(self, text: str) -> None:
        self.account.labels.append(text)

    def _pieces(self, words: str, start: float | None, end: float | None) -> Iterator[Cue]:
        """Yield the text as cues, split at inline times or at the arrows before a new speaker."""
        if self.has_arrows and ">>" in words:
            for number, piece in enumerate(_MID_ARROWS.split(words)):
                if number:
                    self.speaker = ""
                if piece.strip() or not number:
                    yield self._cue(piece, start, end)
        elif self.has_times_within and not self.are_captions and "[" in words:
            offset = 0
            for time in _INNER_TIME.finditer(words):
                if words[offset : time.start()].strip():
                    yield self._cue(words[offset : time.start()], start, None)
                self._note(time.group())
                start, end = clock_range(time.group())[0], None
                offset = time.end()
            if words[offset:].strip():
                yield self._cue(words[offset:], start, end)
        else:
            yield self._cue(words, start, end)

    def _cue(self, words: str, start: float | None, end: float | None) -> Cue:
        return Cue(without_sounds(words, self.account).strip(), start, end, self.speaker)


def _without_closing(words: str, mark: str) -> str:
    """Remove the mark that closes the emphasis opened before the label."""
    closing = re.search(r"(\*{1,3}|_{1,3})\s*$", words) if mark else None
    if closing and not words[: closing.start()].count(closing.group(1)) % 2:
        return words[: closing.start()]
    return words


def _label_time(pattern: Pattern, index: int) -> str:
    label = pattern.label(index)
    return label.time if label else ""


def _have_dashes(lines: Sequence[Line]) -> bool:
    """Return whether captions mark a new speaker with a dash at the start of a line."""
    dashed = [line for line in lines if _DASH.match(line.text)]
    return len(dashed) > 1 and all(shape(line.text) != "role" for line in dashed)
