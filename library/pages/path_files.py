"""A reading path to take along: as a podcast feed, and as Markdown."""

import mimetypes
import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from library.formats import clock, signed
from library.pages.path import PathPage, PathStep

Absolute = Callable[[str], str]


class PodcastFeed(Rss201rev2Feed):
    """RSS 2.0 whose items have an order, which podcast players keep."""

    def rss_attributes(self) -> dict[str, str]:
        return {
            **super().rss_attributes(),
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("itunes:type", "serial")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("itunes:episode", str(item["number"]))


def path_feed(page: PathPage, absolute: Absolute) -> str:
    """Return the path as RSS; an item has its audio where its address and kind are known."""
    audio = f"{page.with_audio} of {len(page.steps)} have audio that can be played from here."
    feed = PodcastFeed(
        title=page.title,
        link=absolute(page.address),
        description=f"{page.why_none if not page.steps else audio}",
        feed_url=absolute(page.feed_url),
    )
    for step in page.steps:
        address = absolute(step.episode.get_absolute_url())
        day = step.episode.published_on
        feed.add_item(
            title=f"{step.number}. {step.episode.title}",
            link=address,
            description=" ".join(filter(None, [step.said, step.episode.summary])),
            author_name=step.episode.show.title,
            unique_id=address,
            pubdate=datetime.combine(day, time(), UTC) if day else None,
            enclosures=_enclosures(step.episode.audio_url),
            number=step.number,
        )
    return feed.writeString("utf-8")


def _enclosures(address: str) -> list[Enclosure]:
    """Return the audio as RSS has it; its length is not known, which RSS writes as 0."""
    kind = mimetypes.guess_type(urlsplit(address).path)[0] if address else None
    return [Enclosure(address, "0", kind)] if kind else []


def path_markdown(page: PathPage, absolute: Absolute) -> str:
    """Return the path as Markdown, for a note, a syllabus or a message."""
    lines = [f"# {_escaped(page.title)}", "", f"<{absolute(page.address)}>", ""]
    if not page.steps:
        lines += [page.why_none, ""]
    for step in page.steps:
        lines += [*_step_lines(step, absolute), ""]
    return "\n".join(lines)


def _step_lines(step: PathStep, absolute: Absolute) -> list[str]:
    episode = step.episode
    day = f", {episode.published_on:%-d %b %Y}" if episode.published_on else ""
    found = [
        f"{step.number}. **[{_escaped(episode.title)}]({absolute(episode.get_absolute_url())})** "
        f"({_escaped(episode.show.title)}{day}), at {signed(step.position)}",
        f"   {_escaped(step.said)}",
    ]
    if step.moment:
        start = step.moment.segment.start
        at = clock(start) if start is not None else f"segment {step.moment.segment.index}"
        found.append(f"   [The passage at {at}]({absolute(step.moment.url)})")
    if episode.audio_url:
        found.append(f"   [Audio](<{episode.audio_url}>)")
    return found


def _escaped(text: str) -> str:
    """Return `text` on one line, with what Markdown would take as marks escaped."""
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", " ".join(text.split()))
