"""Podcast feeds: what an RSS file says of its episodes and of their transcripts. Pure.

Only what the publisher offers as `podcast:transcript` is ever taken for a transcript.
"""

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
READABLE = {
    "application/json": 0,
    "text/vtt": 1,
    "application/x-subrip": 2,
    "application/srt": 2,
    "text/srt": 2,
    "text/plain": 3,
}
"""Types of transcripts that can be read; the lower, the more they tell of times and speakers."""
MOST_ITEMS = 5_000


class FeedError(ValueError):
    """The file is not a feed; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One episode of a feed; `transcript_url` is '' where none that can be read is offered."""

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
    """Return the items of an RSS file that was found at `url`, in its order."""
    if b"\0" in data:
        raise FeedError("not in UTF-8 or another encoding of single bytes")
    if b"<!ENTITY" in data.upper():
        raise FeedError("declares entities, which no feed needs")
    try:
        root = ET.fromstring(data)  # noqa: S314  (entities are refused above)
    except (ET.ParseError, ValueError, LookupError) as error:
        raise FeedError(f"not well-formed XML: {error}") from None
    nodes = root.findall("./channel/item")
    entries = feedparser.parse(data, sanitize_html=True).entries
    if root.tag != "rss" or len(nodes) != len(entries):
        raise FeedError("not an RSS feed")
    if len(nodes) > MOST_ITEMS:
        raise FeedError(f"more than {MOST_ITEMS:,} items")
    return [_item(entry, node, url) for entry, node in zip(entries, nodes, strict=True)]


def _item(entry: Any, node: ET.Element, url: str) -> FeedItem:
    title = " ".join(re.sub(r"<[^>]*>", " ", entry.get("title", "")).split())[:300]
    offered = (each for each in entry.get("enclosures", ()) if _is_audio(each))
    enclosure: Mapping[str, str] = next(offered, {})
    audio = enclosure.get("href", "")
    kind, transcript = _transcript(node)
    link = _address(url, audio)
    link = link if link.startswith(("http://", "https://")) and len(link) <= 500 else ""
    return FeedItem(
        guid=(entry.get("id") or audio or entry.get("link", "") or title)[:500],
        title=title,
        published_on=_date(entry.get("published_parsed")),
        audio_url=link,
        audio_type=enclosure.get("type", "")[:100] if link else "",
        audio_bytes=_bytes(enclosure.get("length", "")) if link else None,
        transcript_url=_address(url, transcript),
        transcript_type=kind,
        words=f"{title} {entry.get('summary', '')}",
    )


def _address(base: str, said: str) -> str:
    """Return a whole address, or '' for what is none."""
    try:
        return urljoin(base, said) if said else ""
    except ValueError:
        return ""


def _is_audio(enclosure: Mapping[str, str]) -> bool:
    return enclosure.get("type", "").startswith("audio")


def _bytes(said: str) -> int | None:
    """Return a length as feeds write it; 0 and whatever is no number mean that it is not known."""
    known = said.isascii() and said.isdecimal() and len(said) <= 15
    return int(said) or None if known else None


def _transcript(node: ET.Element) -> tuple[str, str]:
    """Return type and address of the transcript that tells most, or two empty texts."""
    offered = [
        (child.get("type", "").partition(";")[0].strip().lower(), child.get("url", "").strip())
        for namespace in PODCAST
        for child in node.findall(f"{{{namespace}}}transcript")
    ]
    readable = [(kind, address) for kind, address in offered if kind in READABLE and address]
    return min(readable, key=lambda pair: READABLE[pair[0]], default=("", ""))


def _date(parsed: struct_time | None) -> date | None:
    try:
        return date(*parsed[:3]) if parsed else None
    except ValueError:  # A year before 1 or after 9999.
        return None


def is_wanted(item: FeedItem, include: Sequence[str], exclude: Sequence[str]) -> bool:
    """Whether title or description hold one of `include`, if it has any, and none of `exclude`.

    Words are found whole, in upper or lower case.
    """
    if include and not any(_holds(item.words, word) for word in include):
        return False
    return not any(_holds(item.words, word) for word in exclude)


def _holds(text: str, word: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None
