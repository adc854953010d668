"""Convert data rows to cues, recognising many different column names."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from library.captions.clock import seconds
from library.captions.cue import Cue, TranscriptError

TEXT = ("body", "text", "transcript", "sentence", "content", "rawtext", "utf8", "caption",
        "dialogue", "punctuatedword", "word", "value", "display", "line", "words")  # fmt: skip
START = ("starttime", "start", "starttimeseconds", "startseconds", "startsec", "begin", "from",
         "timestamp", "ts", "startoffset", "time", "datastart", "in", "startms", "tstartms",
         "starttimems", "offset", "starttimestamp", "timecode")  # fmt: skip
END = ("endtime", "end", "endtimeseconds", "endseconds", "endsec", "to", "endts", "stop",
       "endoffset", "dataend", "out", "endms", "endtimems", "endtimestamp")  # fmt: skip
DURATION = ("duration", "dur", "durationms", "ddurationms")
SPEAKER = ("speaker", "speakername", "speakerlabel", "speakerid", "speakertag", "name",
           "participant", "speakers", "who", "user")  # fmt: skip
_CLOCK = re.compile(r"\s*-?\d{1,4}:\d{1,2}(?::\d{1,2})?(?:[.,:]\d{1,9})?\s*")
_NUMBER = re.compile(r"\s*(-?\d{1,15}(?:[.,]\d{1,15})?)\s*s?\s*")
MILLISECONDS_PACE = 0.1
"""Integer times are read as milliseconds if there are fewer characters than this per time unit."""
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{2,8})*")


@lru_cache(maxsize=1024)
def plain_key(key: str) -> str:
    """Return the letters and digits of a key in lower case: `starttime` for `start_time`."""
    return re.sub(r"[^a-z0-9]", "", key[:100].lower())


def plain_keys(row: dict[str, Any]) -> dict[str, Any]:
    """Return the row with `plain_key` applied to every key."""
    return {plain_key(key): value for key, value in row.items()}


def cues_of(rows: Sequence[Any], *, unit: float = 0.0) -> list[Cue]:
    """Return a cue for each row; `unit` is the time unit in seconds, or 0 if unknown.

    Raises TranscriptError with the number of the invalid row.
    """
    read = [_cue(row, number) for number, row in enumerate(rows, start=1)]
    return scaled(read, unit or _unit_of(rows, read))


def scaled(cues: Iterable[Cue], unit: float) -> list[Cue]:
    """Return the cues with their times multiplied by `unit`, the time unit in seconds."""
    if unit == 1:
        return list(cues)
    return [Cue(cue.text, _times(cue.start, unit), _times(cue.end, unit), cue.speaker)
            for cue in cues]  # fmt: skip


def _times(value: float | None, unit: float) -> float | None:
    return None if value is None else round(value * unit, 3)


def _unit_of(rows: Sequence[Any], cues: Sequence[Cue]) -> float:
    keys = {key for row in rows[:1] if isinstance(row, dict) for key in plain_keys(row)}
    if keys & {"startms", "tstartms", "starttimems"}:
        return 0.001
    timed = [cue for cue in cues if cue.start is not None and cue.end is not None]
    length = sum((cue.end or 0) - (cue.start or 0) for cue in timed)
    whole = all(float(cue.start or 0).is_integer() for cue in timed) and all(
        float(cue.end or 0).is_integer() for cue in timed
    )
    characters = sum(len(cue.text) for cue in timed)
    return 0.001 if whole and length and characters < MILLISECONDS_PACE * length else 1.0


def _cue(row: Any, number: int) -> Cue:
    if isinstance(row, str):
        return Cue(row)
    if not isinstance(row, dict):
        raise TranscriptError("the row is not an object", cue=number)
    start_key, start = first(row, START)
    end_key, end = first(row, END)
    length_key, length = first(row, DURATION)
    start = time_of(start, start_key, number)
    end = time_of(end, end_key, number)
    if start is None and isinstance(words := row.get("words"), list) and words:
        start = time_of(_of_word(words[0], START), "start", number)
        end = time_of(_of_word(words[-1], END), "end", number)
    if end is None and start is not None and length is not None:
        end = start + (time_of(length, length_key, number) or 0.0)
    return Cue(_text(row, number), start, end, speaker_of(first(row, SPEAKER)[1], number))


def _of_word(word: Any, names: Sequence[str]) -> Any:
    return first(word, names)[1] if isinstance(word, dict) else None


def first(row: dict[str, Any], names: Sequence[str]) -> tuple[str, Any]:
    """Return the first key in `names` that has a value, and the value.

    Returns ('', None) if no key has a value.
    """
    plain = {plain_key(key): key for key in row}
    for name in names:
        key = plain.get(name)
        if key is not None and row[key] is not None:
            return str(key), row[key]
    return "", None


def _text(row: dict[str, Any], number: int) -> str:
    key, value = first(row, TEXT)
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(word, dict) for word in value):
        return joined(_text(word, number) for word in value)
    if not isinstance(value, str):
        raise TranscriptError(f"{key!r} is not a string", cue=number)
    return value


def joined(words: Iterable[str]) -> str:
    """Join words with spaces, except before punctuation."""
    text: list[str] = []
    for word in words:
        is_mark = bool(re.fullmatch(r"[.,!?;:…]+", word.strip()))
        text.append(word if word[:1].isspace() or is_mark or not text else f" {word}")
    return "".join(text)


def speaker_of(value: Any, number: int) -> str:
    """Return a speaker's name from a string, a number, or an object with a name."""
    if isinstance(value, dict):
        value = first(value, ("displayname", "name", "label", "id"))[1]
    if isinstance(value, list):
        value = value[0] if value else None
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        return f"Speaker {value}"
    if not isinstance(value, str):
        raise TranscriptError("the speaker is not a string", cue=number)
    return f"Speaker {value}" if value.isdecimal() else value


def time_of(value: Any, key: str, number: int) -> float | None:
    """Return a time from a number, a numeric string, a clock time or an object; None if empty.

    Raises TranscriptError with the number of the row.
    """
    if isinstance(value, dict):
        if "relative" in value:
            value = value["relative"]
        elif {"seconds", "nanos"} & set(value):
            value = float(value.get("seconds") or 0) + float(value.get("nanos") or 0) / 1e9
    if isinstance(value, str) and not value.strip():
        return None
    if isinstance(value, str) and _CLOCK.fullmatch(value):
        return seconds(value.strip())
    if isinstance(value, str) and (match := _NUMBER.fullmatch(value)):
        value = float(match.group(1).replace(",", "."))
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TranscriptError(f"{key!r} is not a number: {value!r:.40}", cue=number)
    try:
        return max(0.0, float(value))
    except OverflowError:
        raise TranscriptError(f"{key!r} is too large", cue=number) from None


def language_of(value: Any) -> str:
    return (
        value if isinstance(value, str) and LANGUAGE.fullmatch(value) and len(value) <= 20 else ""
    )
