"""Podcasts: feeds that players take, with the transcripts and guests of each episode.

An item has an enclosure only where address, type and length of the audio are known; a length that
is not known is not written as one.
"""

import mimetypes
import uuid
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

from library.models import Episode, Transcript
from library.pages.episode.transcript_files import StoredTranscript
from library.text.xml import xml_text

Absolute = Callable[[str], str]
Element = tuple[str, str, Mapping[str, str]]
"""Name, text and attributes."""
NAMESPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""The namespace in which Podcasting 2.0 makes the ids of feeds from their addresses."""


class PodcastFeed(Rss201rev2Feed):
    """RSS 2.0 with what podcast players know beside; `elements` are added to feed and items."""

    def __init__(self, *, changed_at: datetime, **said: Any) -> None:
        super().__init__(**_legible(said))
        self.changed_at = changed_at

    def add_item(self, **said: Any) -> None:  # type: ignore[override]
        super().add_item(**_legible(said))

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _write(handler, self.feed["elements"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        _write(handler, item["elements"])

    def latest_post_date(self) -> datetime:
        """Return when the library last changed, so that the same library gives the same feed."""
        return self.changed_at


def podcast_feed(
    title: str,
    description: str,
    *,
    link: str,
    feed_url: str,
    guid: str,
    picture: str,
    changed_at: datetime,
    kind: str = "episodic",
    pages: Mapping[str, str] | None = None,
) -> PodcastFeed:
    """Return a podcast without items; `pages` are addresses of its other pages, by relation."""
    explicit = "true" if settings.PODCAST_EXPLICIT else "false"
    elements: list[Element] = [
        ("itunes:author", settings.SITE_NAME, {}),
        ("itunes:type", kind, {}),
        ("itunes:explicit", explicit, {}),
        ("itunes:category", "", {"text": "Technology"}),
        ("itunes:image", "", {"href": picture}),
        ("podcast:guid", guid, {}),
        ("podcast:medium", "podcast", {}),
        *(("atom:link", "", {"rel": rel, "href": url}) for rel, url in (pages or {}).items()),
    ]
    return PodcastFeed(
        title=title,
        link=link,
        description=description,
        language="en",
        feed_url=feed_url,
        changed_at=changed_at,
        elements=elements,
    )


def guid_of(feed_url: str) -> str:
    """Return the id that Podcasting 2.0 gives to the feed at an address, for good."""
    return str(uuid.uuid5(PODCASTS, feed_url.partition("://")[2].rstrip("/")))


def fetch_transcripts(episodes: Sequence[Episode]) -> None:
    """Fetch the current transcripts, as all there are, without their cues; one query."""
    found = Transcript.objects.current().without_cues()
    prefetch_related_objects(episodes, Prefetch("transcripts", queryset=found))


def add_episode(
    feed: PodcastFeed,
    episode: Episode,
    absolute: Absolute,
    *,
    title: str = "",
    description: str,
    beside: tuple[Element, ...] = (),
) -> None:
    """Add an episode whose transcripts `fetch_transcripts` has fetched."""
    address = absolute(episode.get_absolute_url())
    transcript = next(iter(episode.transcripts.all()), None)
    day = episode.published_on
    enclosure = enclosure_of(episode)
    feed.add_item(
        title=title or episode.title,
        link=address,
        description=description,
        author_name=episode.show.title,
        unique_id=address,
        pubdate=datetime.combine(day, time(12), UTC) if day else None,
        enclosures=[enclosure] if enclosure else [],
        elements=[*_elements(episode, transcript, absolute), *beside],
    )


def enclosure_of(episode: Episode) -> Enclosure | None:
    """Return the audio as RSS has it; None where its address, type or length is not known."""
    guessed = mimetypes.guess_type(urlsplit(episode.audio_url).path)[0]
    kind = episode.audio_type or guessed
    if not episode.audio_url or not kind or episode.audio_bytes is None:
        return None
    return Enclosure(xml_text(episode.audio_url), str(episode.audio_bytes), xml_text(kind))


def _elements(episode: Episode, transcript: Transcript | None, absolute: Absolute) -> list[Element]:
    found: list[Element] = [("itunes:author", episode.show.title, {})]
    length = episode.stated_duration or (transcript.duration if transcript else None)
    if length:
        found.append(("itunes:duration", str(round(length)), {}))
    found += [
        (
            "podcast:person",
            guest.name,
            {"role": "guest", "href": absolute(guest.get_absolute_url())},
        )
        for guest in episode.guests.all()
    ]
    if transcript:
        found += [
            ("podcast:transcript", "", attributes)
            for attributes in _transcripts(episode, transcript, absolute)
        ]
    return found


def _transcripts(
    episode: Episode, transcript: Transcript, absolute: Absolute
) -> list[dict[str, str]]:
    """Return address, type and, where they are known, language and use of each file."""
    language = {"language": transcript.language} if transcript.language else {}
    return [
        {
            "url": absolute(each.url),
            "type": each.media_type,
            **language,
            **({"rel": "captions"} if each.format.timed else {}),
        }
        for each in StoredTranscript(episode, transcript).downloads
    ]


def _legible(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: xml_text(it) if isinstance(it, str) else it for name, it in said.items()}


def _write(handler: SimplerXMLGenerator, elements: list[Element]) -> None:
    for name, text, attributes in elements:
        handler.addQuickElement(name, xml_text(text), _legible(attributes))
