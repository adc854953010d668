"""Podcast feeds with transcripts and guests.

An item has an enclosure only if the URL, type and length of its audio are known.
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
"""Name, text and attributes of an XML element."""
NAMESPACES = {
    "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
}
TRANSCRIPT_TYPES = ("text/vtt", "application/x-subrip", "application/json", "text/plain")
"""Media types listed in `podcast:transcript` elements if a transcript has times."""
PODCASTS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""UUID namespace that Podcasting 2.0 defines for deriving the GUID of a feed from its URL."""


class PodcastFeed(Rss201rev2Feed):
    """An RSS 2.0 feed. The feed and each item have podcast extensions in the field `elements`."""

    def __init__(self, *, changed_at: datetime, **fields: Any) -> None:
        super().__init__(**_clean(fields))
        self.changed_at = changed_at

    def add_item(self, **fields: Any) -> None:  # type: ignore[override]
        super().add_item(**_clean(fields))

    def rss_attributes(self) -> dict[str, str]:
        return {**super().rss_attributes(), **NAMESPACES}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        _write(handler, self.feed["elements"])

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        _write(handler, item["elements"])

    def latest_post_date(self) -> datetime:
        """Return the time of the last change, so that the feed changes only with the library."""
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
    """Return a feed without items; `pages` holds URLs by link relation, such as `next`."""
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
    """Return the permanent Podcasting 2.0 GUID of a feed URL."""
    return str(uuid.uuid5(PODCASTS, feed_url.partition("://")[2].rstrip("/")))


def fetch_transcripts(episodes: Sequence[Episode]) -> None:
    """Prefetch the current transcripts without cues. One query."""
    transcripts = Transcript.objects.current().without_cues()
    prefetch_related_objects(episodes, Prefetch("transcripts", queryset=transcripts))


def add_episode(
    feed: PodcastFeed,
    episode: Episode,
    absolute: Absolute,
    *,
    title: str = "",
    description: str,
    beside: tuple[Element, ...] = (),
) -> None:
    """Add an episode to the feed; call `fetch_transcripts` first."""
    url = absolute(episode.get_absolute_url())
    transcript = next(iter(episode.transcripts.all()), None)
    day = episode.published_on
    enclosure = enclosure_of(episode)
    feed.add_item(
        title=title or episode.title,
        link=url,
        description=description,
        author_name=episode.show.title,
        unique_id=url,
        pubdate=datetime.combine(day, time(12), UTC) if day else None,
        enclosures=[enclosure] if enclosure else [],
        elements=[*_elements(episode, transcript, absolute), *beside],
    )


def enclosure_of(episode: Episode) -> Enclosure | None:
    """Return the audio as an RSS enclosure, or None if its URL, type or length is unknown."""
    guessed = mimetypes.guess_type(urlsplit(episode.audio_url).path)[0]
    kind = episode.audio_type or guessed
    if not episode.audio_url or not kind or episode.audio_bytes is None:
        return None
    return Enclosure(xml_text(episode.audio_url), str(episode.audio_bytes), xml_text(kind))


def _elements(episode: Episode, transcript: Transcript | None, absolute: Absolute) -> list[Element]:
    elements: list[Element] = [("itunes:author", episode.show.title, {})]
    length = episode.stated_duration or (transcript.duration if transcript else None)
    if length:
        elements.append(("itunes:duration", str(round(length)), {}))
    elements += [
        (
            "podcast:person",
            guest.name,
            {"role": "guest", "href": absolute(guest.get_absolute_url())},
        )
        for guest in episode.guests.all()
    ]
    if transcript:
        elements += [
            ("podcast:transcript", "", attributes)
            for attributes in _transcripts(episode, transcript, absolute)
        ]
    return elements


def _transcripts(
    episode: Episode, transcript: Transcript, absolute: Absolute
) -> list[dict[str, str]]:
    """Return the attributes of a `podcast:transcript` element for each file.

    If the transcript has no times, its page comes first, and JSON is omitted because apps expect
    JSON to contain times.
    """
    language = {"language": transcript.language} if transcript.language else {}
    downloads = StoredTranscript(episode, transcript).downloads
    types = TRANSCRIPT_TYPES if transcript.is_timed else ("text/plain",)
    files = [
        {
            "url": absolute(download.url),
            "type": download.media_type,
            **language,
            **({"rel": "captions"} if download.format.timed else {}),
        }
        for download in downloads
        if download.media_type in types
    ]
    if transcript.is_timed or not downloads:
        return files
    return [{"url": absolute(episode.transcript_url), "type": "text/html", **language}, *files]


def _clean(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: xml_text(value) if isinstance(value, str) else value for name, value in fields.items()
    }


def _write(handler: SimplerXMLGenerator, elements: list[Element]) -> None:
    for name, text, attributes in elements:
        handler.addQuickElement(name, xml_text(text), _clean(attributes))
