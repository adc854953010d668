"""How a page is told to search engines and to those who show links to it.

Addresses are made absolute by a function that the view gives, `request.build_absolute_uri`.
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
# As in Django's json_script: nothing in the data can end the element that holds it.
_ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@dataclass(frozen=True, slots=True)
class Feed:
    """What the page holds in another form: a feed of what it lists, or oEmbed."""

    title: str
    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What stands in the head of a page for machines."""

    title: str
    description: str
    url: str
    picture: str
    picture_says: str
    kind: str = "website"
    data: Sequence[Data] = ()
    feeds: Sequence[Feed] = field(default_factory=tuple)

    @property
    def json_ld(self) -> SafeString:
        graph = {"@context": "https://schema.org", "@graph": list(self.data)}
        return SafeString(json.dumps(graph, ensure_ascii=False).translate(_ESCAPED))


def share_episode(page: EpisodePage, absolute: Absolute) -> Shared:
    episode = page.episode
    says = f"{episode.title}: {_standing(page.lead)}"
    return Shared(
        title=episode.title,
        description=_short(episode.summary or episode.why_it_matters or says),
        url=absolute(episode.get_absolute_url()),
        picture=absolute(reverse("library:picture", args=[episode.slug])),
        picture_says=says,
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


def _standing(lead: Assessment | None) -> str:
    if lead is None:
        return "not assessed yet"
    place = place_of(lead.position, lead.band)
    return f"stands at {place}" if lead.placed else f"{place}, as it is hardly about AI"


def share_transcript(episode: Episode, absolute: Absolute) -> Shared:
    return Shared(
        title=f"Transcript: {episode.title}",
        description=_short(f"{episode.title}, passage by passage. {episode.summary}"),
        url=absolute(episode.transcript_url),
        picture=absolute(reverse("library:picture", args=[episode.slug])),
        picture_says=f"Where {episode.title} stands",
        kind="article",
        data=[_crumbs(absolute, (episode.show.title, episode.show), (episode.title, episode))],
    )


def share_listing(
    listing: Listing, absolute: Absolute, under: Show | Shelf | Guest | Tag | Subject | None
) -> Shared:
    name = str(under) if under else settings.SITE_NAME
    told = [chip.label for chip in listing.chips]
    title = " · ".join([*told, name])
    data = [_site(absolute)] if under is None else [_crumbs(absolute, (name, under))]
    if isinstance(under, Show):
        data.append(_show(under, absolute))
    return Shared(
        title=title,
        description=_short(getattr(under, "description", "") or ABOUT),
        url=absolute(listing.canonical),
        picture=absolute(reverse("library:site-picture")),
        picture_says=f"{settings.SITE_NAME}, and the spectrum it places conversations on",
        data=data,
        feeds=[
            Feed(f"{title} (Atom)", _feed("atom", listing), "application/atom+xml"),
            Feed(f"{title} (RSS)", _feed("rss", listing), "application/rss+xml"),
            Feed(f"{title} (podcast)", _feed("podcast", listing), "application/rss+xml"),
        ],
    )


def _feed(kind: str, listing: Listing) -> str:
    return link(reverse(f"library:feed-{kind}"), listing.narrowing)


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


def _episode(episode: Episode, transcript: Transcript | None, absolute: Absolute) -> Data:
    people = [
        {"@type": "Person", "name": guest.name, "url": absolute(guest.get_absolute_url())}
        for guest in episode.guests.all()
    ]
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
    """The recording, which is what schema.org lets a transcript belong to."""
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


def _crumbs(absolute: Absolute, *steps: tuple[str, Show | Shelf | Guest | Tag | Episode]) -> Data:
    places = [("Library", absolute(reverse("library:index")))]
    places += [(name, absolute(step.get_absolute_url())) for name, step in steps]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": name, "item": address}
            for number, (name, address) in enumerate(places, 1)
        ],
    }
