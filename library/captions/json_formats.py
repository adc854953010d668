"""Read JSON transcripts from Podcasting 2.0, YouTube, Whisper and transcription services."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from library.captions.account import Account
from library.captions.cue import Cue, TranscriptError
from library.captions.row_labels import spoken_rows
from library.captions.rows import cues_of, first, language_of, scaled, speaker_of, time_of
from library.captions.services import SERVICES, words_of
from library.captions.text import read_text
from library.captions.words import cues_of_words

KNOWN = "Podcasting 2.0, YouTube, Whisper, AssemblyAI, Deepgram, AWS, Google and lists of rows"
LISTS = ("segments", "utterances", "sentences", "monologues", "captions", "cues", "paragraphs",
         "transcript", "transcription", "transcripts", "results", "data", "entries", "chunks",
         "snippets", "items", "subtitles", "lines", "dialogue", "body", "words")  # fmt: skip
"""Keys that can contain a list of rows, most specific first."""


def read_json(text: str, account: Account) -> tuple[list[Cue], str, str]:
    """Return the cues of a JSON transcript, its language, and the name of its format."""
    value = load_json(text)
    if isinstance(value, dict):
        for name, (is_it, read) in SHAPES.items():
            if is_it(value):
                return spoken_rows(read(value), account), _language(value), name
    rows = _rows(value)
    if rows and _are_words(rows):
        words = cues_of_words(words_of(rows))
        return spoken_rows(words, account), _language(value), "json-words"
    if rows:
        return spoken_rows(cues_of(rows), account), _language(value), "json-rows"
    whole = first(value, ("text", "transcript"))[1] if isinstance(value, dict) else None
    if isinstance(whole, str) and whole.strip():
        return read_text(whole, account)[0], _language(value), "json-text"
    raise TranscriptError(f"unknown JSON format; supported formats: {KNOWN}")


def load_json(text: str) -> Any:
    """Parse JSON. Raises TranscriptError with the line of the first error."""
    try:
        return json.loads(text.lstrip("\ufeff"), parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (rows := _json_lines(text)):
            return rows
        raise TranscriptError(f"invalid JSON: {error.msg}", line=error.lineno) from None
    except TranscriptError:
        raise
    except ValueError:
        raise TranscriptError("a number has too many digits") from None
    except RecursionError:
        raise TranscriptError("the JSON is nested too deeply") from None


def _json_lines(text: str) -> list[Any]:
    """Return the values of a JSON Lines file, or an empty list if a line is invalid."""
    try:
        return [
            json.loads(line, parse_constant=_refuse_constant)
            for line in text.split("\n")
            if line.strip()
        ]
    except (ValueError, RecursionError):
        return []


def _refuse_constant(name: str) -> float:
    raise TranscriptError(f"the JSON contains {name}, which is not valid JSON")


def _language(value: Any) -> str:
    if not isinstance(value, dict):
        return ""
    result = value.get("result")
    within = result.get("language") if isinstance(result, dict) else None
    return language_of(first(value, ("language", "languagecode"))[1] or within)


def _rows(value: Any, depth: int = 0) -> list[Any]:
    """Return the first list of rows with text in `value`, at most three levels deep."""
    if isinstance(value, list):
        return _triples(value) or (value if _are_rows(value) else [])
    if not isinstance(value, dict) or depth > 2:
        return []
    preferred = [first(value, (key,))[1] for key in LISTS]
    for within in (*preferred, *value.values()):
        if isinstance(within, dict | list) and (rows := _rows(within, depth + 1)):
            return rows
    return []


def _triples(value: list[Any]) -> list[Any]:
    """Convert a list of [start, end, text] to rows; return an empty list for other input."""
    rows = []
    for entry in value:
        if not isinstance(entry, list) or len(entry) != 3 or not isinstance(entry[2], str):
            return []
        rows.append({"start": entry[0], "end": entry[1], "text": entry[2]})
    return rows


def _are_words(rows: list[Any]) -> bool:
    """Return whether every row is a single word."""
    return all(
        isinstance(row, dict) and ("word" in row or row.get("type") == "word") for row in rows
    )


def _are_rows(value: list[Any]) -> bool:
    """Return whether all entries are objects and at least half have a known text key."""
    if not value or not all(isinstance(row, dict) for row in value):
        return False
    with_text = sum(1 for row in value if _has_text(row))
    return 2 * with_text >= len(value)


def _has_text(row: dict[str, Any]) -> bool:
    text = first(row, ("body", "text", "transcript", "sentence", "content", "caption", "rawtext",
                       "dialogue", "utf8", "word", "words"))[1]  # fmt: skip
    return isinstance(text, str) or (
        isinstance(text, list) and all(isinstance(word, dict) for word in text)
    )


def _is_segments(value: dict[str, Any]) -> bool:
    rows = value.get("segments")
    return isinstance(rows, list) and (
        not rows or not isinstance(rows[0], dict) or _has_text(rows[0])
    )


def _segments(value: dict[str, Any]) -> list[Cue]:
    """Return the cues of `segments`, whose times are in seconds."""
    return cues_of(value["segments"], unit=1.0)


def _events(value: dict[str, Any]) -> list[Cue]:
    """Return the cues of YouTube's `{"events": [{tStartMs, dDurationMs, segs: [{utf8}]}]}`."""
    cues: list[Cue] = []
    for number, event in enumerate(value["events"], start=1):
        if not isinstance(event, dict):
            raise TranscriptError("the row is not an object", cue=number)
        pieces = event.get("segs") or []
        if not isinstance(pieces, list) or not all(isinstance(piece, dict) for piece in pieces):
            raise TranscriptError("'segs' is not a list of objects", cue=number)
        words = "".join(str(piece.get("utf8", "")) for piece in pieces)
        start = time_of(event.get("tStartMs"), "tStartMs", number)
        length = time_of(event.get("dDurationMs"), "dDurationMs", number)
        if words.strip():
            end = start + length if start is not None and length is not None else start
            cues.append(Cue(words, start, end))
    return scaled(cues, 0.001)


def _whisper_cpp(value: dict[str, Any]) -> list[Cue]:
    """Return the cues of whisper.cpp JSON: `{"transcription": [{offsets: {from, to}, text}]}`."""
    return scaled(_offset_cues(value["transcription"]), 0.001)


def _offset_cues(rows: list[Any]) -> Iterator[Cue]:
    for number, row in enumerate(rows, start=1):
        if not isinstance(row, dict):
            raise TranscriptError("the row is not an object", cue=number)
        offsets = row.get("offsets")
        offsets = offsets if isinstance(offsets, dict) else {}
        text = row.get("text", "")
        if not isinstance(text, str):
            raise TranscriptError("'text' is not a string", cue=number)
        yield Cue(
            text,
            time_of(offsets.get("from"), "from", number),
            time_of(offsets.get("to"), "to", number),
            speaker_of(row.get("speaker"), number),
        )


def _chunk_rows(value: dict[str, Any]) -> Any:
    """Return the `speakers` rows of insanely-fast-whisper or, if there are none, the `chunks`."""
    return value.get("speakers") or value.get("chunks")


def _is_chunks(value: dict[str, Any]) -> bool:
    rows = _chunk_rows(value)
    return (
        isinstance(rows, list)
        and bool(rows)
        and all(isinstance(row, dict) and isinstance(row.get("timestamp"), list) for row in rows)
    )


def _chunks(value: dict[str, Any]) -> list[Cue]:
    """Return the cues of Hugging Face's `{"chunks": [{timestamp: [start, end], text}]}`."""
    cues = []
    for number, row in enumerate(_chunk_rows(value), start=1):
        start, end = [*row["timestamp"], None, None][:2]
        text = row.get("text", "")
        if not isinstance(text, str):
            raise TranscriptError("'text' is not a string", cue=number)
        begin, stop = time_of(start, "timestamp", number), time_of(end, "timestamp", number)
        cues.append(Cue(text, begin, stop, speaker_of(row.get("speaker"), number)))
    return cues


SHAPES: dict[str, tuple[Callable[[dict[str, Any]], bool], Callable[[dict[str, Any]], list[Cue]]]]
SHAPES = {
    "podcast-json": (
        lambda value: (
            _is_segments(value)
            and any(isinstance(row, dict) and "body" in row for row in value["segments"])
        ),
        _segments,
    ),
    "json3": (lambda value: isinstance(value.get("events"), list), _events),
    **SERVICES,
    "whisper-cpp": (lambda value: isinstance(value.get("transcription"), list), _whisper_cpp),
    "whisper": (_is_segments, _segments),
    "whisper-chunks": (_is_chunks, _chunks),
}
