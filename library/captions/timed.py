"""WebVTT and SubRip.

webvtt-py parses both, but drops line numbers, cues it does not like and voice names in the
middle of a cue, without a word; a reader of ours must count and name what it leaves out, so
the blocks are read here. The syntax is that of the W3C's WebVTT, and of SubRip as it is found.
"""

import re
from collections import Counter
from collections.abc import Iterator

from library.captions.cue import Cue, TranscriptError

_TIMING = re.compile(r"\s*([\d:.,]+)\s*-->\s*([\d:.,]+)")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,6}))?")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?[ \t]+([^>\n]{1,200})>")
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|s|em|strong|ruby|rt|lang|font)(?:[.\s][^<>\n]{0,300})?/?>"
    r"|<\d{1,4}:\d{2}(?::\d{2})?[.,]\d{1,6}>|\{\\an?\d{1,2}\}",
    re.I,
)
_SKIPPED = ("NOTE", "STYLE", "REGION")


def read_webvtt(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return the cues of a WebVTT file and its language, '' when it does not say."""
    head, _, _ = text.partition("\n\n")
    language = re.search(r"^Language:[ \t]*([A-Za-z-]{2,20})", head, re.M)
    return list(_cues(text)), language.group(1) if language else ""


def read_srt(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return the cues of a SubRip file."""
    return list(_cues(text)), ""


def _cues(text: str) -> Iterator[Cue]:
    number = 0
    for line_number, block in _blocks(text):
        if block[0].startswith(_SKIPPED) and not any("-->" in line for line in block[:1]):
            continue
        place = next((place for place, line in enumerate(block[:2]) if "-->" in line), None)
        if place is None:
            continue
        number += 1
        start, end = _times(block[place], line_number + place)
        yield from _voices("\n".join(block[place + 1 :]), start, end)
    if number == 0:
        raise TranscriptError("has no cues")


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield runs of lines that are not blank, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        # A line of spaces is part of a caption (rolling captions have them), not its end.
        if line.strip() or (line and block):
            # Some writers leave out the blank line between cues.
            if "-->" in line and any("-->" in one for one in block):
                carried = [block.pop()] if block[-1].strip().isdigit() else []
                yield number - len(block) - len(carried), block
                block = carried
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield text.count("\n") + 2 - len(block), block


def _times(line: str, number: int) -> tuple[float, float]:
    match = _TIMING.match(line)
    if not match:
        raise TranscriptError(f"not a pair of times: {line.strip()[:60]!r}", line=number)
    return seconds(match.group(1), number), seconds(match.group(2), number)


def seconds(clock: str, line: int | None = None) -> float:
    """Return `1:02:03.450` (hours may be missing, comma for point) in seconds."""
    match = _CLOCK.fullmatch(clock)
    if not match:
        raise TranscriptError(f"not a time: {clock[:40]!r}", line=line)
    hours, minutes, second, fraction = match.groups(default="0")
    if int(second) > 59 or (match.group(1) and int(minutes) > 59):
        raise TranscriptError(f"not a time: {clock[:40]!r}", line=line)
    whole = int(hours) * 3600 + int(minutes) * 60 + int(second)
    return round(whole + float(f"0.{fraction}"), 3)


def _voices(text: str, start: float, end: float) -> Iterator[Cue]:
    """Yield one cue for each voice that a caption's text holds."""
    parts = _VOICE.split(text)
    names = ["", *parts[1::2]]
    for name, words in zip(names, parts[::2], strict=True):
        if words.strip() or len(names) == 1:
            yield Cue(_TAG.sub("", words), start, end, " ".join(name.split()))
