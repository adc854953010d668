"""Page metadata for search engines and link previews.

The parameter `absolute` is a function that makes URLs absolute, such as
`request.build_absolute_uri`.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from library.models import Episode, Guest, Shelf, Show, Tag, Transcript
from library.pages.episode.embed import oembed_url
from library.pages.episode.page import EpisodePage
from library.pages.links import link
from library.pages.listing.page import Listing
from library.text.number_formats import clock_iso
from scoring.core.position_sentences import place_of
from scoring.models import Assessment, Subject

Absolute = Callable[[str], str]
Data = dict[str, Any]
ABOUT = (
    "Long conversations about AI, placed passage by passage between risk-forward and "
    "opportunity-forward."
)
# Escaped as in Django's json_script, so that the data cannot close the script element.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Feed:
    """An alternative version of the page: a feed or oEmbed data."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Metadata for the `<head>` of a page."""

    title: str
    description: str
    url: str
    image: str
    image_alt: str
    kind: str = "website"
    data: Sequence[Data] = ()
    feeds: Sequence[Feed] = field(default_factory=tuple)

    @property
    def json_ld(self) -> SafeString:
        graph = {"@context": "https://schema.org", "@graph": list(self.data)}
        return SafeString(json.dumps(graph, ensure_ascii=False).translate(_ESCAPED))


def share_episode(page: EpisodePage, absolute: Absolute) -> Shared:
    episode = page.episode
    summary = f"{episode.title}: {_position(page.lead)}"
    return Shared(
        title=episode.title,
        description=_short(episode.summary or episode.why_it_matters or summary),
        url=absolute(episode.get_absolute_url()),
        image=absolute(reverse("library:picture", args=[episode.slug])),
        image_alt=summary,
        kind="article",
        data=[
            _episode(episode, page.transcript, absolute),
            _crumbs(absolute, (episode.show.title, episode.show), (episode.title, episode)),
        ],
        feeds=[
            Feed(episode.title, oembed_url(episode, absolute, "json"), "application/json+oembed"),
            Feed(episode.title, oembed_url(episode, absolute, "xml"), "text/xml+oembed"),
        ],
    )


def _position(lead: Assessment | None) -> str:
    if lead is None:
        return "not assessed yet"
    position = place_of(lead.position, lead.band)
    return f"position {position}" if lead.placed else f"{position}, hardly about AI"


def share_transcript(episode: Episode, absolute: Absolute) -> Shared:
    return Shared(
        title=f"Transcript: {episode.title}",
        description=_short(f"{episode.title}, passage by passage. {episode.summary}"),
        url=absolute(episode.transcript_url),
        image=absolute(reverse("library:picture", args=[episode.slug])),
        image_alt=f"Position of {episode.title}",
        kind="article",
        data=[_crumbs(absolute, (episode.show.title, episode.show), (episode.title, episode))],
    )


def share_listing(
    listing: Listing, absolute: Absolute, under: Show | Shelf | Guest | Tag | Subject | None
) -> Shared:
    name = str(under) if under else settings.SITE_NAME
    labels = [chip.label for chip in listing.chips]
    title = " · ".join([*labels, name])
    data = [_site(absolute)] if under is None else [_crumbs(absolute, (name, under))]
    if isinstance(under, Show):
        data.append(_show(under, absolute))
    if isinstance(under, Guest):
        data.append(_person(under, absolute))
    return Shared(
        title=title,
        description=_short(getattr(under, "description", "") or ABOUT),
        url=absolute(listing.canonical),
        image=absolute(reverse("library:site-picture")),
        image_alt=f"{settings.SITE_NAME}: the spectrum from risk-forward to opportunity-forward",
        data=data,
        feeds=[
            Feed(f"{title} (Atom)", _feed("atom", listing), "application/atom+xml"),
            Feed(f"{title} (RSS)", _feed("rss", listing), "application/rss+xml"),
            Feed(f"{title} (podcast)", _feed("podcast", listing), "application/rss+xml"),
        ],
    )


def _feed(kind: str, listing: Listing) -> str:
    return link(reverse(f"library:feed-{kind}"), listing.filters)


def _short(text: str) -> str:
    return Truncator(" ".join(text.split())).chars(200)


def _site(absolute: Absolute) -> Data:
    search = f"{absolute(reverse('library:search'))}?q={{search_term_string}}"
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "description": ABOUT,
        "url": absolute(reverse("library:index")),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": search},
            "query-input": "required name=search_term_string",
        },
    }


def _show(show: Show, absolute: Absolute) -> Data:
    data = {
        "@type": "PodcastSeries",
        "name": show.title,
        "url": absolute(show.get_absolute_url()),
        "description": show.description,
        "sameAs": show.url,
    }
    return {name: value for name, value in data.items() if value}


def _person(guest: Guest, absolute: Absolute) -> Data:
    url = absolute(guest.get_absolute_url())
    return {"@type": "Person", "@id": url, "name": guest.name, "url": url}


def _episode(episode: Episode, transcript: Transcript | None, absolute: Absolute) -> Data:
    people = [_person(guest, absolute) for guest in episode.guests.all()]
    data = {
        "@type": "PodcastEpisode",
        "name": episode.title,
        "url": absolute(episode.get_absolute_url()),
        "description": _short(episode.summary),
        "datePublished": episode.published_on.isoformat() if episode.published_on else "",
        "partOfSeries": _show(episode.show, absolute),
        "actor": people,
        "keywords": [tag.name for tag in episode.tags.all()],
        "inLanguage": transcript.language if transcript else "",
        "timeRequired": clock_iso(transcript.duration)
        if transcript and transcript.duration
        else "",
        "associatedMedia": _recording(episode, transcript, absolute),
    }
    return {name: value for name, value in data.items() if value}


def _recording(episode: Episode, transcript: Transcript | None, absolute: Absolute) -> Data:
    """Return the audio or video as a schema.org object, with the URL of its transcript."""
    data: Data = {}
    if episode.audio_url:
        data = {"@type": "AudioObject", "contentUrl": episode.audio_url}
    elif episode.video_id:
        embedded = f"https://www.youtube-nocookie.com/embed/{episode.video_id}"
        data = {"@type": "VideoObject", "name": episode.title, "embedUrl": embedded}
    if transcript and episode.shares_text:
        words = reverse("library:download", args=[episode.slug, "txt"])
        data = {"@type": "AudioObject", **data, "transcript": absolute(words)}
    return data


def _crumbs(
    absolute: Absolute, *steps: tuple[str, Show | Shelf | Guest | Tag | Subject | Episode]
) -> Data:
    items = [("Library", absolute(reverse("library:index")))]
    items += [(name, absolute(step.get_absolute_url())) for name, step in steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": url}
            for number, (name, url) in enumerate(items, 1)
        ],
    }
