"""Which format a text is in, told by its content."""

import json
import re
from typing import Any

from library.captions.cue import TranscriptError

TIMED_SUFFIXES = frozenset({"vtt", "srt", "json", "json3", "ttml", "dfxp", "xml"})
TEXT_SUFFIXES = frozenset({"", "txt", "text", "md", "markdown"})

_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.I)
_SRT = re.compile(r"(?:\d+[ \t]*\n)?[ \t]*\d{1,3}:\d{2}:\d{2}[,.]\d{1,3}[ \t]*-->")


def format_of(text: str, suffix: str) -> str:
    """Return the format's name, or raise TranscriptError for one that is not known.

    `suffix` is that of the file's name, lower case, or '' for pasted text: only what promises
    no other format may be taken as plain text.
    """
    if _HTML.match(text):
        raise TranscriptError("is an HTML page, not a transcript")
    if re.match(r"WEBVTT(?:[ \t\n]|$)", text):
        return "webvtt"
    if _SRT.match(text.lstrip()):
        return "srt"
    if text.lstrip()[:1] in ("{", "[") and suffix in ("json", "json3"):
        return _json_format(text)
    if text.lstrip()[:1] == "{":
        try:
            return _json_format(text)
        except TranscriptError:
            if suffix not in TEXT_SUFFIXES:
                raise
    if text.lstrip().startswith("<?xml") or re.match(r"\s*<tt[ >]", text):
        raise TranscriptError("is XML; of the known formats none is (save it as WebVTT)")
    if suffix in TIMED_SUFFIXES:
        raise TranscriptError(f"is named .{suffix} but its content is no format that is known")
    if suffix not in TEXT_SUFFIXES:
        raise TranscriptError(
            f"is of unknown format (.{suffix}); WebVTT, SRT, JSON, text or Markdown is taken"
        )
    return "markdown" if suffix in ("md", "markdown") or text.startswith("---\n") else "text"


def load_json(text: str) -> Any:
    """Return the value of a JSON text; TranscriptError with the line of the first fault."""
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise TranscriptError(f"is broken JSON: {error.msg}", line=error.lineno) from None
    except TranscriptError:
        raise
    except ValueError:
        raise TranscriptError("is JSON with a number of too many digits") from None
    except RecursionError:
        raise TranscriptError("is JSON nested too deeply") from None


def _refuse_constant(name: str) -> float:
    raise TranscriptError(f"is JSON with {name}, which is not a number")


def _json_format(text: str) -> str:
    value = load_json(text)
    if isinstance(value, dict) and isinstance(value.get("segments"), list):
        return "podcast-json"
    if isinstance(value, dict) and isinstance(value.get("events"), list):
        return "json3"
    raise TranscriptError("is JSON, but neither a Podcasting 2.0 transcript nor YouTube's json3")
