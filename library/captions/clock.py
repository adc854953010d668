"""Parse times such as `1:02:03.450`, `[00:01 - 00:04]` and `1 minute, 7 seconds`."""

import re
from collections import Counter

from library.captions.cue import TranscriptError

CLOCK = (
    r"\d{1,4}[:;][0-5]\d(?:[:;][0-5]\d)?(?:[.,]\d{1,9}|[:;]\d{2,3})?(?![\d:])"
    r"(?:\s?[AaPp][Mm](?![^\W_]))?"
)
"""Pattern for a clock time. Hours are optional. A decimal fraction follows a point or a comma;
frames or milliseconds follow a colon. A time of day can end with AM or PM."""
_TO = r"\s*(?:-->|->|→|—|–|-|to)\s*"
_RANGE = rf"(?:{CLOCK})(?:{_TO}(?:{CLOCK}))?"
_UNITS = r"(?:\d{1,3}h\s?)?\d{1,3}m\s?\d{1,2}(?:\.\d{1,9})?s(?![^\W_])"
_DECIMAL = r"\d{1,6}\.\d{1,9}"
_COUNTED = rf"(?:{_UNITS}|{_DECIMAL}s)(?:{_TO}(?:{_UNITS}|{_DECIMAL}s))?"
_BETWEEN_DECIMALS = rf"{_DECIMAL}\s*(?:-->|->|→)\s*{_DECIMAL}"
BRACKETED = rf"[\[(<{{]\s*(?:{_RANGE}|{_COUNTED}|{_BETWEEN_DECIMALS})\s*[\])>}}]"
TIME = rf"(?:{BRACKETED}|{_RANGE}|{_UNITS})"

SPOKEN = r"(?:\d{1,3} hours? ?,? ?)?(?:\d{1,2} minutes? ?,? ?)?(?:\d{1,2} seconds?)?"
GLUED = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}(?=\d{1,2} (?:hour|minute|second))")
"""Pattern for a clock time that is directly followed by the same time in words, as in text copied
from a web page."""
_ONE_CLOCK = re.compile(CLOCK)
_ONE_COUNTED = re.compile(r"(?:(\d{1,3})h\s?)?(?:(\d{1,3})m\s?)?(\d{1,6}(?:\.\d{1,9})?)s?")
_PARTS = re.compile(r"(-?)(?:(\d{1,4})[:;])?(\d{1,4})[:;](\d{1,2})(?:[.,](\d{1,9})|[:;](\d{2,3}))?")
_OF_DAY = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?([AaPp])[Mm]")
_SPOKEN = re.compile(
    r"(?:(\d{1,3}) hours?)?(?:, ?| )?(?:(\d{1,2}) minutes?)?(?:, ?| )?"
    r"(?:(\d{1,2}) second(?:(?<!\b1 second)s)?)?"
)
FRAMES = 30
"""Assumed frames per second; a wrong guess changes a time by less than a second."""


def seconds(clock: str, repairs: Counter[str] | None = None, line: int | None = None) -> float:
    """Convert a clock time to seconds. Raises TranscriptError for an invalid time.

    A negative time becomes 0, and 60 seconds or minutes carry over to the next unit. `repairs`
    counts both corrections.
    """
    bare = re.sub(r"\s+", "", clock)
    if of_day := _OF_DAY.fullmatch(bare):
        hours, minutes, second, half = of_day.groups(default="0")
        afternoon = 12 * (half in "Pp")
        return float((int(hours) % 12 + afternoon) * 3600 + int(minutes) * 60 + int(second))
    match = _PARTS.fullmatch(bare)
    if not match:
        raise TranscriptError(f"invalid time: {clock[:40]!r}", line=line)
    sign, hours, minutes, second, fraction, frames = match.groups(default="")
    if int(second) > 60 or (hours and int(minutes) > 60):
        raise TranscriptError(f"invalid time: {clock[:40]!r}", line=line)
    whole = int(hours or 0) * 3600 + int(minutes) * 60 + int(second)
    value = round(whole + float(f"0.{fraction or 0}") + _after_colon(frames), 3)
    if repairs is not None and (int(second) == 60 or (hours and int(minutes) == 60)):
        repairs["times with 60 seconds or minutes corrected"] += 1
    if sign and value:
        if repairs is not None:
            repairs["negative times set to zero"] += 1
        return 0.0
    return value


def _after_colon(digits: str) -> float:
    """Convert the digits after the last colon to seconds.

    Three digits are milliseconds; two digits are frames.
    """
    if len(digits) == 3:
        return int(digits) / 1000
    return min(int(digits or 0), FRAMES - 1) / FRAMES


def clock_range(text: str) -> tuple[float, float | None]:
    """Return the start and end of a time or range, in seconds; the end of a single time is None."""
    clocks = [seconds(clock) for clock in _ONE_CLOCK.findall(text)]
    if not clocks and (spoken := spoken_length(text)):
        return spoken[0], None
    clocks = clocks or [_counted(*parts) for parts in _ONE_COUNTED.findall(text)]
    return clocks[0], clocks[1] if len(clocks) > 1 else None


def _counted(hours: str, minutes: str, second: str) -> float:
    return round(int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(second), 3)


def spoken_length(text: str) -> tuple[float, str] | None:
    """Parse a duration such as `1 minute, 7 seconds` at the start of `text`.

    Returns the number of seconds and the matched text, or None if there is no duration.
    """
    match = _SPOKEN.match(text)
    if not match or not any(match.groups()):
        return None
    hours, minutes, second = (int(part or 0) for part in match.groups())
    return float(hours * 3600 + minutes * 60 + second), match.group()
