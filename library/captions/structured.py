"""Transcripts in JSON: Podcasting 2.0, and YouTube's json3."""

import re
from collections import Counter
from typing import Any

from library.captions.cue import Cue, TranscriptError
from library.captions.detect import load_json

_LANGUAGE = re.compile(r"[A-Za-z-]{2,20}")


def read_podcast_json(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return the cues of `{"segments": [{body, startTime, endTime, speaker}]}`.

    Times and speaker may be missing from a segment; a missing speaker is not guessed.
    """
    value = load_json(text)
    cues = [_podcast_cue(row, number) for number, row in enumerate(value["segments"], start=1)]
    language = value.get("language")
    known = isinstance(language, str) and _LANGUAGE.fullmatch(language)
    return cues, language if known else ""


def _podcast_cue(row: Any, number: int) -> Cue:
    if not isinstance(row, dict):
        raise TranscriptError("not an object", cue=number)
    body, speaker = row.get("body", ""), row.get("speaker") or ""
    if not isinstance(body, str) or not isinstance(speaker, str):
        raise TranscriptError("'body' or 'speaker' is not a text", cue=number)
    return Cue(body, _number(row, "startTime", number), _number(row, "endTime", number), speaker)


def read_json3(text: str, repairs: Counter[str]) -> tuple[list[Cue], str]:
    """Return the cues of `{"events": [{tStartMs, dDurationMs, segs: [{utf8}]}]}`."""
    cues: list[Cue] = []
    for number, event in enumerate(load_json(text)["events"], start=1):
        if not isinstance(event, dict):
            raise TranscriptError("not an object", cue=number)
        pieces = event.get("segs") or []
        if not isinstance(pieces, list) or not all(isinstance(piece, dict) for piece in pieces):
            raise TranscriptError("'segs' is not a list of objects", cue=number)
        words = "".join(str(piece.get("utf8", "")) for piece in pieces)
        start = _number(event, "tStartMs", number)
        length = _number(event, "dDurationMs", number)
        if words.strip() and start is not None:
            end = start + length if length is not None else start
            cues.append(Cue(words, round(start / 1000, 3), round(end / 1000, 3)))
    return cues, ""


def _number(row: dict[str, Any], key: str, number: int) -> float | None:
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TranscriptError(f"{key!r} is not a number: {value!r:.40}", cue=number)
    try:
        return float(value)
    except OverflowError:
        raise TranscriptError(f"{key!r} is too large", cue=number) from None
