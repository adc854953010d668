"""Parse podcast feeds (RSS) and their `podcast:transcript` links. Plain Python."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from time import struct_time
from typing import Any
from urllib.parse import urljoin

import feedparser

PODCAST = (
    "https://podcastindex.org/namespace/1.0",
    "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
)
TRANSCRIPT_TYPES = {
    "application/json": 0,
    "text/vtt": 1,
    "application/x-subrip": 2,
    "application/srt": 2,
    "text/srt": 2,
    "text/plain": 3,
}
"""Supported media types with their rank; lower is better (more about times and speakers)."""
MAX_ITEMS = 5_000


class FeedError(ValueError):
    """The file is not a valid feed; the message is one line."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An item of a feed; `transcript_url` is '' without a supported transcript."""

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
    """Return the items of an RSS file in feed order; `url` resolves relative links.

    Raises FeedError.
    """
    if b"\0" in data:
        raise FeedError("unsupported encoding; use UTF-8")
    if b"<!ENTITY" in data.upper():
        raise FeedError("entity declarations are not allowed")
    try:
        root = ET.fromstring(data)  # noqa: S314  (entities are rejected above)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FeedError(f"not well-formed XML: {error}") from None
    nodes = root.findall("./channel/item")
    entries = feedparser.parse(data, sanitize_html=True).entries
    if root.tag != "rss" or len(nodes) != len(entries):
        raise FeedError("not an RSS feed")
    if len(nodes) > MAX_ITEMS:
        raise FeedError(f"more than {MAX_ITEMS:,} items")
    return [_item(entry, node, url) for entry, node in zip(entries, nodes, strict=True)]


def _item(entry: Any, node: ET.Element, url: str) -> FeedItem:
    title = " ".join(re.sub(r"<[^>]*>", " ", entry.get("title", "")).split())[:300]
    audio_files = (file for file in entry.get("enclosures", ()) if _is_audio(file))
    enclosure: Mapping[str, str] = next(audio_files, {})
    audio = enclosure.get("href", "")
    transcript_type, transcript = _transcript(node)
    link = _absolute_url(url, audio)
    link = link if link.startswith(("http://", "https://")) and len(link) <= 500 else ""
    return FeedItem(
        guid=(entry.get("id") or audio or entry.get("link", "") or title)[:500],
        title=title,
        published_on=_date(entry.get("published_parsed")),
        audio_url=link,
        audio_type=enclosure.get("type", "")[:100] if link else "",
        audio_bytes=_bytes(enclosure.get("length", "")) if link else None,
        transcript_url=_absolute_url(url, transcript),
        transcript_type=transcript_type,
        words=f"{title} {entry.get('summary', '')}",
    )


def _absolute_url(base: str, link: str) -> str:
    """Return the absolute URL of `link`, or '' if it is not valid."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return ""


def _is_audio(enclosure: Mapping[str, str]) -> bool:
    return enclosure.get("type", "").startswith("audio")


def _bytes(length: str) -> int | None:
    """Return the length of an enclosure; None for 0 and for invalid numbers."""
    is_number = length.isascii() and length.isdecimal() and len(length) <= 15
    return int(length) or None if is_number else None


def _transcript(node: ET.Element) -> tuple[str, str]:
    """Return media type and URL of the best transcript, or ('', '')."""
    transcripts = [
        (child.get("type", "").partition(";")[0].strip().lower(), child.get("url", "").strip())
        for namespace in PODCAST
        for child in node.findall(f"{{{namespace}}}transcript")
    ]
    supported = [(type_, url) for type_, url in transcripts if type_ in TRANSCRIPT_TYPES and url]
    return min(supported, key=lambda pair: TRANSCRIPT_TYPES[pair[0]], default=("", ""))


def _date(parsed: struct_time | None) -> date | None:
    try:
        return date(*parsed[:3]) if parsed else None
    except ValueError:  # A year before 1 or after 9999.
        return None


def matches_filters(item: FeedItem, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether title or description contain a word of `include` (if any) and none of `exclude`.

    Matches whole words, ignoring case.
    """
    if include and not any(_contains(item.words, word) for word in include):
        return False
    return not any(_contains(item.words, word) for word in exclude)


def _contains(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
