"""Read XML and HTML transcripts: TTML, YouTube's timedtext, and HTML from podcast feeds.

XML and HTML are parsed with the standard library. XML with entity declarations is rejected
before parsing, so no entity can expand without limit.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser

from library.captions.account import Account
from library.captions.clock import CLOCK, clock_range, seconds
from library.captions.cue import Cue, TranscriptError
from library.captions.lines import Line
from library.captions.markup import unescape, without_tags
from library.captions.rows import language_of
from library.captions.text import read_text
from library.captions.turns import spoken_cues

_OFFSET = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)(h|m|s|ms|f|t)?")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_xml(text: str, account: Account) -> tuple[list[Cue], str, str]:
    """Return the cues of a TTML or timedtext file, its language, and the name of its format."""
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text, re.I):
        raise TranscriptError("XML with a document type or entity declaration is not supported")
    try:
        root = ET.fromstring(text.lstrip())  # noqa: S314  (entities are refused above)
    except (ET.ParseError, ValueError) as error:
        raise TranscriptError(f"invalid XML: {str(error)[:100]}") from None
    name = _local(root)
    if name == "tt":
        return _ttml(root, account), language_of(root.get(_LANG, "")), "ttml"
    if name in ("transcript", "timedtext"):
        return _timedtext(root, account), "", "timedtext"
    raise TranscriptError(
        f"unsupported XML ({name[:40]}); only TTML and YouTube's timedtext are supported"
    )


def _local(node: ET.Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _attribute(node: ET.Element, name: str) -> str:
    """Return the value of an attribute in any namespace, or '' if it is missing."""
    return next((value for key, value in node.items() if key.rpartition("}")[2] == name), "")


def _ttml(root: ET.Element, account: Account) -> list[Cue]:
    agents = dict(_agents(root))
    rate = float(_number(_attribute(root, "frameRate")) or 30.0)
    ticks = float(_number(_attribute(root, "tickRate")) or 10_000_000.0)
    lines: list[Line] = []
    for number, node in enumerate((n for n in root.iter() if _local(n) == "p"), start=1):
        start = _time(node.get("begin"), rate, ticks, number)
        end = _time(node.get("end"), rate, ticks, number)
        length = _time(node.get("dur"), rate, ticks, number)
        if end is None and start is not None and length is not None:
            end = start + length
        agent = _attribute(node, "agent") or next(
            (value for child in node.iter() if (value := _attribute(child, "agent"))), ""
        )
        speaker = agents.get(agent, agent) if agent else None
        parts = [part for part in _broken_text(node).split("\n") if part.strip()]
        lines += [
            Line(" ".join(part.split()), start, end, speaker, not index)
            for index, part in enumerate(parts)
        ]
    if not lines:
        raise TranscriptError("the file has no cues")
    return spoken_cues(lines, account, are_captions=lines[0].start is not None)


def _agents(root: ET.Element) -> Iterator[tuple[str, str]]:
    for node in root.iter():
        if _local(node) == "agent":
            names = [" ".join("".join(n.itertext()).split()) for n in node if _local(n) == "name"]
            yield _attribute(node, "id"), names[0] if names else _attribute(node, "id")


def _broken_text(node: ET.Element) -> str:
    """Return the text of a paragraph; only `<br/>` becomes a line break."""
    parts = []
    for child in node.iter():
        if _local(child) == "br":
            parts.append("\n")
        elif child is not node and _local(child) == "metadata":
            continue
        else:
            parts.append(" ".join((child.text or "").split("\n")))
        if child is not node:
            parts.append(" ".join((child.tail or "").split("\n")))
    return "".join(parts) if not _is_nested(node) else " ".join(node.itertext())


def _is_nested(node: ET.Element) -> bool:
    """Return whether an element inside the paragraph has children of its own."""
    return any(len(child) for child in node)


def _number(value: str) -> str:
    return value if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", value or "") and float(value) else ""


def _time(value: str | None, rate: float, ticks: float, number: int) -> float | None:
    if not value:
        return None
    value = value.strip()
    if match := _OFFSET.fullmatch(value):
        unit = match.group(2) or "s"
        scale = 1 / rate if unit == "f" else 1 / ticks if unit == "t" else _UNITS[unit]
        return round(float(match.group(1)) * scale, 3)
    try:
        return round(seconds(value), 3)
    except TranscriptError as error:
        raise TranscriptError(str(error), cue=number) from None


def _timedtext(root: ET.Element, account: Account) -> list[Cue]:
    """Return the cues of `<text start dur>` elements (seconds) or `<p t d>` (milliseconds)."""
    lines: list[Line] = []
    for number, node in enumerate(root.iter(), start=1):
        if _local(node) not in ("text", "p"):
            continue
        unit = 1.0 if _local(node) == "text" else 0.001
        start = _plain_time(node.get("start") or node.get("t"), number)
        length = _plain_time(node.get("dur") or node.get("d"), number)
        text = without_tags(unescape("".join(node.itertext()), account), account)
        words = " ".join(text.split())
        if words and start is not None:
            begin = round(start * unit, 3)
            lines.append(Line(words, begin, round(begin + (length or 0.0) * unit, 3)))
    if not lines:
        raise TranscriptError("the file has no cues")
    return spoken_cues(lines, account, are_captions=True)


def _plain_time(value: str | None, number: int) -> float | None:
    if value is None:
        return None
    if not re.fullmatch(r"\s*\d{1,12}(?:\.\d{1,9})?\s*", value):
        raise TranscriptError(f"invalid time: {value[:40]!r}", cue=number)
    return float(value)


class _Reader(HTMLParser):
    """Collects the lines of an HTML transcript, with speakers (`<cite>`) and times (`<time>`)."""

    BLOCKS = frozenset(
        re.findall(r"\w+", "p div br li h1 h2 h3 h4 h5 h6 cite time section article tr dt dd ul")
    )
    UNSPOKEN = frozenset(("script", "style", "head", "title", "nav", "footer"))

    def __init__(self, account: Account) -> None:
        super().__init__(convert_charrefs=True)
        self.account = account
        self.parts: list[str] = []
        self.pieces: list[tuple[str, str]] = []
        self.kind = "p"
        self.unspoken = 0
        self.has_marks = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.UNSPOKEN:
            self.unspoken += 1
        if tag in self.BLOCKS:
            self.finish()
            self.kind = tag if tag in ("cite", "time") else "p"
            self.has_marks = self.has_marks or tag in ("cite", "time")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.UNSPOKEN:
            self.finish()
            self.unspoken = max(0, self.unspoken - 1)
        if tag in self.BLOCKS:
            self.finish()
            self.kind = "p"

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def finish(self) -> None:
        words = " ".join("".join(self.parts).split())
        self.parts = []
        if words and self.unspoken:
            self.account.leave_out("titles, scripts and styles", words)
        elif words:
            self.pieces.append((self.kind, words))


def read_html(text: str, account: Account) -> tuple[list[Cue], str]:
    """Return the cues of an HTML transcript with `<cite>`, `<time>` or plain paragraphs.

    Raises TranscriptError for a complete page without `<cite>` or `<time>`, because its navigation
    would be parsed as speech.
    """
    reader = _Reader(account)
    reader.feed(text)
    reader.close()
    reader.finish()
    if not reader.has_marks:
        if re.match(r"\s*(?:<!doctype|<html|<head|<body|<\?xml)", text, re.I):
            raise TranscriptError("this is an HTML page, not a transcript; paste its text instead")
        return read_text("\n\n".join(words for _, words in reader.pieces), account)
    return list(_marked(reader.pieces, account)), ""


def _marked(pieces: list[tuple[str, str]], account: Account) -> Iterator[Cue]:
    speaker, start = "", None
    for kind, words in pieces:
        if kind == "cite":
            account.labels.append(words)
            speaker = words.rstrip(":： ")
        elif kind == "time" and re.fullmatch(rf"\W*{CLOCK}\W*", words):
            account.labels.append(words)
            start = clock_range(words)[0]
        else:
            yield Cue(words, start, None, speaker)
            start = None
