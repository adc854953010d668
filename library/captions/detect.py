"""Detect the format of a transcript from its content and its file extension."""

import csv
import re

from library.captions.cue import TranscriptError
from library.captions.timed import SBV_TIMING, TIMING

TIMED_SUFFIXES = frozenset({"vtt", "srt", "sbv", "json", "json3", "ttml", "dfxp", "xml", "jsonl"})
TEXT_SUFFIXES = frozenset({"", "txt", "text", "md", "markdown", "docx"})
SUPPORTED = (
    "supported formats: WebVTT, SubRip, SBV, JSON, TTML, HTML, Word (.docx), text and Markdown"
)

_PAGE = re.compile(r"(?:<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)", re.I)
_FRAGMENT = re.compile(
    r"<(?:cite|time|p|div|span|section|article|main|h[1-6]|ul|ol|dl|table|blockquote|br)\b"
    r"[^<>]{0,500}>",
    re.I,
)
_XML = re.compile(
    r"<(?:\?xml|!doctype (?!html)|tt[\s:>]|transcript>|timedtext|[a-z]+:tt[\s>]|text start="
    r"|(?:rss|feed|opml|svg|urlset|xmeml|fcpxml)[\s>])",
    re.I,
)
_JSON = re.compile(r"(?:\{\s*[\"'}]|\[\s*[\[{]|\[\s*\"[^\"\n]*\"\s*[,\]])")
_FENCE = re.compile(r"```[a-z]*[ \t]*\n\s*(?=[\[{])")
_TIMED_BLOCK = 12
"""Number of non-blank lines, from the start of the file, that are searched for caption times."""
_COLUMNS = frozenset(
    re.findall(
        r"\w+",
        """
        start end text speaker time timestamp transcript begin stop duration from to starttime
        endtime speakername in out caption dialogue content words sentence startms endms segment
        id index
        """,
    )
)
_REFUSED = (
    (
        re.compile(
            r"\[Script Info\]|\[V4\+? Styles\]|\[Events\]\s*\nFormat:"
            r"|(?:Dialogue|Comment): ?[^,\n]{1,20},\d+:\d\d:\d\d\.\d\d,\d+:\d\d:\d\d\.\d\d,",
            re.I,
        ),
        "a SubStation Alpha (.ass) file",
    ),
    (re.compile(r"\{\d+\}\{\d*\}"), "a MicroDVD (.sub) file, which counts frames"),
    (re.compile(r"\[\d+\]\[\d+\]"), "an MPL2 subtitle file (.mpl)"),
    (re.compile(r"Scenarist_SCC"), "a Scenarist (.scc) caption file"),
    (re.compile(r"\[INFORMATION\][ \t]*\n"), "a SubViewer (.sub) file"),
    (
        re.compile(
            r"%YAML|---[ \t]*\n(?:segments|words|transcript):"
            r"|(?:segments|words|transcript|transcription|utterances|captions|cues|results|lines):"
            r"[ \t]*\n[ ]{0,8}- [\w\"']{1,30}:"
        ),
        "YAML",
    ),
    (re.compile(r"(?:SPEAKER|LEXEME) \S+ \d+ \d+\.\d+ \d+\.\d+ <NA>"), "an RTTM file"),
    (
        re.compile(r"(?:- )?(speaker|start|end|text|time|id|words?): ?.{0,200}\n[ -]{1,8}"
                   r"(?!\1)(?:speaker|start|end|text|time|words?): ", re.I),
        "YAML",
    ),
    (
        re.compile(r"(?:(?://|\$)[^\n]*\n\s{0,9}){0,20}\d\d(?::\d\d){3}\s*,\s*\d\d(?::\d\d){3}"),
        "a Spruce (.stl) file",
    ),
    (re.compile(r"<SAMI", re.I), "a SAMI (.smi) file"),
    (re.compile(r"\{\\rtf"), "an RTF document"),
)  # fmt: skip


def format_of(text: str, suffix: str) -> str:
    """Return the name of the format of `text`. Raises TranscriptError for unsupported formats.

    `suffix` is the lower-case file extension, or '' for pasted text. Text in an unknown format
    is treated as plain text or Markdown if its extension allows that.
    """
    start = text.lstrip("\ufeff \t\n")
    format_name = _structured(start, suffix) or _timed(text, start)
    if format_name:
        return format_name
    for pattern, name in _REFUSED:
        if pattern.match(start):
            raise TranscriptError(f"this is {name}, which is not supported; {SUPPORTED}")
    if suffix in TIMED_SUFFIXES:
        raise TranscriptError(
            f"the extension is .{suffix}, but the content is not in a known format; "
            "check the format of its timestamps"
        )
    if suffix not in TEXT_SUFFIXES and suffix not in ("html", "htm", "log", "rst"):
        raise TranscriptError(f"unknown format (.{suffix}); {SUPPORTED}")
    return "markdown" if suffix in ("md", "markdown") or text.startswith("---\n") else "text"


def _structured(start: str, suffix: str) -> str:
    """Return the format of structured data or markup, or '' for other text."""
    is_markdown = suffix in ("md", "markdown")
    if _PAGE.match(start) or (not is_markdown and _FRAGMENT.match(start)):
        return "html"
    if (fence := _FENCE.match(start)) and _JSON.match(start, fence.end()):
        raise TranscriptError("the JSON is inside a Markdown code block; use only the JSON")
    if start[:1] in ("{", "[") and (suffix in ("json", "json3", "jsonl") or _JSON.match(start)):
        return "json"
    if _XML.match(start):
        return "xml"
    return _table(start, suffix)


def _timed(text: str, start: str) -> str:
    if re.match(r"WEBVTT[ \t-]*(?:\n|$)", start) or (
        re.match(r"WEBVTT[ \t-]", start) and "-->" in start
    ):
        return "webvtt"
    seen = 0
    for line in text[:20_000].split("\n"):
        if not line.strip():
            continue
        if TIMING.match(line):
            return "srt"
        if SBV_TIMING.match(line):
            return "sbv"
        seen += 1
        if seen == _TIMED_BLOCK:
            break
    return ""


def _table(start: str, suffix: str) -> str:
    """Return `table` if the first line contains known column names, else ''.

    Raises TranscriptError for a file that is clearly a table but lacks known column names.
    """
    lines = [line for line in start[:4000].split("\n") if line.strip()][:3]
    for mark, name in (("\t", "tab"), (",", "comma"), (";", "semicolon"), ("|", "bar")):
        if len(lines) < 2 or mark not in lines[0] or mark not in lines[1]:
            continue
        heads = next(iter(csv.reader([lines[0]], delimiter=mark)), [])
        names = [re.sub(r"[^a-z]", "", head.lower()) for head in heads]
        are_names = all(len(head.split()) <= 3 and head[-1:] not in ".?!" for head in heads)
        matches = sum(name in _COLUMNS for name in names)
        if matches >= 2 and are_names and len(set(names)) == len(names):
            return "table"
        if mark == "\t" and all(re.match(r"\d+\.\d+\t\d+\.\d+\t", line) for line in lines):
            raise TranscriptError(f"the {name}-separated table has no header row; {SUPPORTED}")
    if suffix in ("csv", "tsv"):
        raise TranscriptError(
            f"the .{suffix} table has no columns named start and text; {SUPPORTED}"
        )
    return ""
