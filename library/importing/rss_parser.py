"""Parse podcast feeds (RSS) and their `podcast:transcript` links."""

import html
import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urljoin

import feedparser

from library.text.control_characters import on_one_line

PODCAST = (
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
)
TRANSCRIPT_TYPES = {
    "application/json": 0,
    "text/vtt": 1,
    "text/webvtt": 1,
    "application/ttml+xml": 1,
    "application/subrip": 2,
    "text/x-srt": 2,
    "application/x-srt": 2,
    "application/x-subrip": 2,
    "application/srt": 2,
    "text/srt": 2,
    "text/html": 3,
    "text/plain": 4,
}
"""Supported media types with their rank; formats with lower ranks usually have more detail."""
SUFFIXES = {
    "json": "application/json",
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "ttml": "application/ttml+xml",
    "txt": "text/plain",
    "html": "text/html",
}
"""Media type for each file extension, used if a link has no useful type."""
AUDIO_SUFFIXES = frozenset(("mp3", "m4a", "aac", "ogg", "oga", "opus", "wav", "flac"))
VAGUE_TYPES = frozenset(("application/octet-stream", "binary/octet-stream", "text/plain"))
YEARS = range(1900, 2200)
"""Plausible years of a recording; other dates are ignored."""
MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
MAX_ITEMS = 5_000
ITUNES_TITLE = "{http://www.itunes.com/dtds/podcast-1.0.dtd}title"
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|em|strong|span|div|br|font|small|sub|sup|h[1-6]|cite|code|q|mark)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.I,
)
"""HTML tags in titles; any other text in angle brackets is part of the title."""


class FeedError(ValueError):
    """The feed is not valid; the message is one line."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A feed item.

    `transcript_url` is '' if there is no supported transcript. `words` is the text to search when
    filtering.
    """

    guid: str
    title: str
    published_on: date | None
    audio_url: str
    audio_type: str
    audio_bytes: int | None
    transcript_url: str
    transcript_type: str
    words: str


def read_feed(data: bytes, url: str) -> list[FeedItem]:
    """Return the items of an RSS feed, in feed order. Raises FeedError.

    `url` is the base URL for relative links.
    """
    data = data.lstrip()
    if b"\0" in data:
        raise FeedError("unsupported encoding; use UTF-8")
    if b"<!ENTITY" in data.upper():
        raise FeedError("entity declarations are not allowed")
    try:
        root = ET.fromstring(data)  # noqa: S314  (entities are rejected above)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FeedError(f"invalid XML: {error}") from None
    _without_default_namespace(root)
    nodes = root.findall("./channel/item")
    language = (root.findtext("./channel/language") or "").strip().lower()
    entries = feedparser.parse(data, sanitize_html=True).entries
    if root.tag != "rss" or len(nodes) != len(entries):
        raise FeedError("this is not an RSS feed")
    if len(nodes) > MAX_ITEMS:
        raise FeedError(f"the feed has more than {MAX_ITEMS:,} items")
    return [_item(entry, node, url, language) for entry, node in zip(entries, nodes, strict=True)]


def _without_default_namespace(root: ET.Element) -> None:
    """Remove the default namespace that some feeds declare on `<rss>`."""
    namespace = root.tag.rpartition("}")[0]
    if namespace and root.tag.endswith("}rss"):
        for node in root.iter():
            if isinstance(node.tag, str) and node.tag.startswith(f"{namespace}}}"):
                node.tag = node.tag.rpartition("}")[2]


def _title(node: ET.Element) -> str:
    """Return the title as plain text: tags removed and character references decoded."""
    titles = node.findall("title")[:1] or node.findall(ITUNES_TITLE)[:1]
    text = "".join(child for title in titles for child in title.itertext())
    for _ in range(2):
        text = html.unescape(_TAG.sub(" ", text))
    return on_one_line(text)[:300]


def _item(entry: Any, node: ET.Element, url: str, language: str) -> FeedItem:
    title = _title(node)
    offered = (each for each in entry.get("enclosures", ()) if _is_audio(each))
    enclosure: Mapping[str, str] = next(offered, {})
    audio = enclosure.get("href", "")
    transcript_type, transcript = _transcript(node, language)
    link = _absolute_url(url, audio)
    link = link if link.startswith(("http://", "https://")) and len(link) <= 500 else ""
    return FeedItem(
        guid=(entry.get("id") or audio or entry.get("link", "") or title)[:500],
        title=title,
        published_on=_date(node.findtext("pubDate") or ""),
        audio_url=link,
        audio_type=enclosure.get("type", "")[:100] if link else "",
        audio_bytes=_bytes(enclosure.get("length", "")) if link else None,
        transcript_url=_absolute_url(url, transcript),
        transcript_type=transcript_type,
        words=f"{title} {entry.get('summary', '')}",
    )


def _absolute_url(base: str, link: str) -> str:
    """Return the absolute URL for `link`, or '' if it is invalid."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _is_audio(enclosure: Mapping[str, str]) -> bool:
    kind = enclosure.get("type", "").strip().lower()
    if kind and kind not in VAGUE_TYPES:
        return kind.startswith("audio")
    return _suffix(enclosure.get("href", "")) in AUDIO_SUFFIXES


def _suffix(address: str) -> str:
    """Return the lower-case extension of a URL's path, without the dot."""
    return re.split(r"[?#]", address, maxsplit=1)[0].rpartition("/")[2].rpartition(".")[2].lower()


def _bytes(length: str) -> int | None:
    """Return the length of an enclosure in bytes, or None if it is 0 or invalid."""
    is_number = length.isascii() and length.isdecimal() and len(length) <= 15
    return int(length) or None if is_number else None


def _transcript(node: ET.Element, language: str) -> tuple[str, str]:
    """Return the media type and URL of the best transcript, or ('', '') if there is none.

    Transcripts in the language of the feed are preferred.
    """
    offered = []
    for namespace in PODCAST:
        for child in node.findall(f"{{{namespace}}}transcript"):
            address = child.get("url", "").strip()
            kind = child.get("type", "").partition(";")[0].strip().lower()
            if kind not in TRANSCRIPT_TYPES:
                kind = SUFFIXES.get(_suffix(address), "")
            own = (child.get("language") or language).strip().lower()
            differs = bool(language) and own.partition("-")[0] != language.partition("-")[0]
            scheme = re.match(r"([A-Za-z][\w+.-]*):", address)
            if scheme and scheme.group(1).lower() not in ("http", "https"):
                continue
            if kind and address:
                offered.append((differs, TRANSCRIPT_TYPES[kind], kind, address))
    return min(offered, key=lambda each: each[:2])[2:] if offered else ("", "")


def _date(text: str) -> date | None:
    """Return the publication date in the publisher's time zone, or None if it is unclear."""
    text = " ".join(text.split())
    if match := re.match(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?!\d)", text):
        numbers = [int(part) for part in match.groups()]
    elif match := re.search(r"(?<!\d)(\d{1,2}) ([A-Za-z]{3})[a-z]{0,6} (\d{4}|\d\d)(?!\d)", text):
        numbers = [_year(match.group(3)), _month(match.group(2)), int(match.group(1))]
    elif match := re.search(r"\b([A-Z][a-z]{2})[a-z]{0,6}\.? (\d{1,2}), (\d{4})(?!\d)", text):
        numbers = [int(match.group(3)), _month(match.group(1)), int(match.group(2))]
    else:
        return None
    if numbers[0] not in YEARS:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def _year(digits: str) -> int:
    """Return the year; a two-digit year is in this century."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _month(name: str) -> int:
    """Return the number of a month from the first three letters of its name; 0 if unknown."""
    index = MONTHS.find(name.lower())
    return index // 3 + 1 if index % 3 == 0 else 0


def matches_filters(item: FeedItem, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Return whether an item contains a word of `include` (if any) and none of `exclude`.

    Matches whole words in the title and description, ignoring case.
    """
    if include and not any(_contains(item.words, word) for word in include):
        return False
    return not any(_contains(item.words, word) for word in exclude)


def _contains(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
