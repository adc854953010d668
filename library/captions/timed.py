"""Read WebVTT, SubRip and SBV, in which a line with times precedes each caption.

webvtt-py can parse WebVTT and SubRip, but silently drops line numbers, invalid cues and speaker
names in the middle of a cue, so it is not used here. A caption continues to the next pair of times,
even across blank lines, so no text is lost.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from library.captions.account import Account
from library.captions.clock import seconds
from library.captions.cue import Cue, TranscriptError
from library.captions.lines import Line
from library.captions.markup import unescape, without_tags
from library.captions.turns import spoken_cues

_T = r"-?\d{1,4}\s{0,2}:\s{0,2}\d{1,2}(?:\s{0,2}:\s{0,2}\d{1,2})?(?:\s{0,2}[.,:]\s{0,2}\d{1,9})?"
_ARROW = r"(?:-{1,3}\s?>{1,2}|[—–=]{1,2}>|→|⟶|➔|➝)"
TIMING = re.compile(rf"\s{{0,20}}({_T})\s{{0,20}}{_ARROW}\s{{0,20}}({_T})(?![\d:])")
SBV_TIMING = re.compile(
    r"\s{0,20}(\d{1,2}:\d{2}:\d{2}\.\d{1,3}),(\d{1,2}:\d{2}:\d{2}\.\d{1,3})\s{0,20}$"
)
_SETTING = re.compile(
    r"\s*(?:(?:align|line|position|size|vertical|region):\S*|[XY][12]:\s?\d+)(?=\s|$)", re.I
)
_CLOCK_LIKE = re.compile(r"\d\s?:\s?\w|\w\s?:\s?\d")
_VOICE = re.compile(r"<v(?:\.[^\s<>]{0,100})?[ \t]{1,20}([^<>\n]{1,200})>")
_HEADER = re.compile(r"(?:X-TIMESTAMP-MAP|Kind|Language|Style|Region)[=:]")
HEADED_SHARE = 0.9
"""Lines above the times are caption names if at least this share of captions has such a line."""
_SKIPPED = re.compile(r"NOTE(?:[ \t]|$)|STYLE[ \t]*$|REGION[ \t]*$")


@dataclass(slots=True)
class _Caption:
    """A caption: its times in seconds, its part number in a concatenated file, and its lines."""

    start: float
    end: float
    part: int
    lines: list[str] = field(default_factory=list)


def read_webvtt(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of a WebVTT file, and its language or ''."""
    head = text.lstrip()[:2000].partition("\n\n")[0]
    language = re.search(r"^Language:[ \t]*([A-Za-z-]{2,20})", head, re.M)
    return _read(text, account, TIMING), language.group(1) if language else ""


def read_srt(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of a SubRip file."""
    return _read(text, account, TIMING), ""


def read_sbv(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of a SubViewer file as exported by YouTube."""
    return _read(text, account, SBV_TIMING), ""


def _read(text: str, account: Account, timing: re.Pattern[str]) -> list[Cue]:
    captions = _captions(text.split("\n"), account, timing)
    if not captions:
        raise TranscriptError("the file has no cues")
    _continue_parts(captions, account)
    lines = [line for caption in captions for line in _lines(caption, account)]
    return spoken_cues(lines, account, are_captions=True)


def _captions(lines: Sequence[str], account: Account, timing: re.Pattern[str]) -> list[_Caption]:
    matches = {
        number: match
        for number, line in enumerate(lines)
        if ":" in line and (match := timing.match(line))
    }
    identifiers = _identifiers(lines, sorted(matches), account)
    captions: list[_Caption] = []
    header: list[str] = []
    part, before, skipping = 0, "", False
    for number, line in enumerate(lines):
        if match := matches.get(number):
            part += number in identifiers and identifiers[number]
            captions.append(_caption(line, match, number + 1, part, account))
            skipping = False
        elif number in identifiers:
            pass
        elif not line.strip():
            skipping = False
        elif skipping or (not before and _SKIPPED.match(line)):
            skipping = True
            account.leave_out("notes and styles", line)
        elif line.lstrip("\ufeff").startswith("WEBVTT"):
            part += bool(captions)
            account.markup.append(line)
        elif captions and before.startswith("WEBVTT") and _HEADER.match(line):
            account.leave_out("notes and styles", line)
            continue
        else:
            _refuse_broken_timing(line, number, before)
            (captions[-1].lines if captions else header).append(line)
        before = line.strip()
    account.leave_out("lines before the first caption", "\n".join(header))
    return captions


def _refuse_broken_timing(line: str, number: int, before: str) -> None:
    """Raise TranscriptError if `line` looks like a timing line with invalid times."""
    if "-->" in line and (not before or before.isdigit()):
        start, _, end = line.partition("-->")
        if _CLOCK_LIKE.search(start) or _CLOCK_LIKE.search(end):
            raise TranscriptError(
                f"invalid start or end time: {line.strip()[:60]!r}", line=number + 1
            )


def _caption(line: str, match: re.Match[str], number: int, part: int, account: Account) -> _Caption:
    start = seconds(match.group(1), account.repairs, number)
    end = seconds(match.group(2), account.repairs, number)
    account.labels.append(match.group())
    rest = line[match.end() :]
    while setting := _SETTING.match(rest):
        account.markup.append(setting.group())
        rest = rest[setting.end() :]
    return _Caption(start, end, part, [rest] if rest.strip() else [])


def _identifiers(lines: Sequence[str], timings: Sequence[int], account: Account) -> dict[int, bool]:
    """Find the lines that number or name captions.

    The keys of the result are the numbers of these lines and of the timing lines below them. A
    value is true only for a timing line at which the numbering restarts. The first caption sets the
    style of the file: a number or a word, directly above the times or separated by a blank line. In
    later captions, the blank line before the number or word can be missing.
    """
    identifiers: dict[int, bool] = {}
    if not timings:
        return identifiers
    first = _line_before(lines, timings[0])
    style = _style(lines[first]) if first is not None else ""
    if not style and first == timings[0] - 1 and _are_headed(lines, timings):
        style = "words"
    gap = first is not None and timings[0] - first
    last, previous = 0, -1
    for timing in timings:
        number = _line_before(lines, timing)
        if (
            number is None
            or number <= previous
            or not _is_identifier(lines, number, timing, style, gap)
        ):
            previous = timing
            continue
        previous = timing
        identifiers[number] = False
        words = lines[number].strip()
        if len(words.split()) > 1:
            account.leave_out("caption names", words)
        else:
            account.markup.append(words)
        if words.isdecimal() and len(words) < 9:
            identifiers[timing] = int(words) <= 1 < last
            last = int(words)
    return identifiers


def _are_headed(lines: Sequence[str], timings: Sequence[int]) -> bool:
    """Return whether nearly every caption has a header line directly above its timing line."""
    headed = sum(
        timing > 0
        and bool(lines[timing - 1].strip())
        and not lines[timing - 1].startswith("WEBVTT")
        and (timing == 1 or not lines[timing - 2].strip())
        for timing in timings
    )
    return len(timings) > 1 and headed >= HEADED_SHARE * len(timings)


def _line_before(lines: Sequence[str], timing: int) -> int | None:
    """Return the number of the last non-blank line among the three lines before `timing`."""
    for number in range(timing - 1, max(timing - 4, -1), -1):
        if lines[number].strip():
            return None if lines[number].lstrip("\ufeff \t").startswith("WEBVTT") else number
    return None


def _style(line: str) -> str:
    """Return the pattern of a single-word line, such as `0` for a number; '' for other lines."""
    words = line.split()
    if len(words) != 1 or "-->" in line:
        return ""
    shape = re.sub(r"\d+", "0", words[0])
    return re.sub(r"[^\W\d_]+", "a", shape)


def _is_identifier(
    lines: Sequence[str], number: int, timing: int, style: str, gap: int | bool
) -> bool:
    own = _style(lines[number])
    directly = number == timing - 1
    after_blank = number == 0 or not lines[number - 1].strip()
    if own == "0":
        return (directly and (after_blank or style == "0")) or (
            not directly and style == "0" and gap == timing - number
        )
    if not directly:
        return False
    if after_blank and ":" not in lines[number] and len(lines[number]) <= 200:
        return own != "" or bool(style)
    return bool(own) and own == style and own != "a"


def _continue_parts(captions: Sequence[_Caption], account: Account) -> None:
    """Shift the times of each concatenated part so that it starts where the previous part ends."""
    offset, latest = 0.0, 0.0
    for before, caption in pairwise(captions):
        latest = max(latest, before.end, before.start)
        if caption.part > before.part and caption.start + offset < before.start:
            offset = latest
            account.repairs["times of concatenated parts continued"] += 1
        caption.start += offset
        caption.end += offset


def _lines(caption: _Caption, account: Account) -> Iterator[Line]:
    """Yield the lines of a caption with their speakers, or one empty line if it has no text."""
    text = unescape("\n".join(caption.lines), account)
    is_first = True
    for speaker, part in _voices(text, account):
        for line in without_tags(part, account).split("\n"):
            if line.strip():
                yield Line(line.strip(), caption.start, caption.end, speaker, is_first)
                is_first = False
    if is_first:
        yield Line("", caption.start, caption.end)


def _voices(text: str, account: Account) -> Iterator[tuple[str | None, str]]:
    """Yield pairs of speaker and text; the speaker is None before the first voice tag."""
    speaker, offset = None, 0
    for match in _VOICE.finditer(text) if "<v" in text else ():
        yield speaker, text[offset : match.start()]
        account.labels.append(match.group())
        speaker, offset = " ".join(match.group(1).split()).strip("-–— "), match.end()
    yield speaker, text[offset:]
