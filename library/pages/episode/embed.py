"""The strip that other sites can embed, and its oEmbed data (https://oembed.com)."""

from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.xmlutils import SimplerXMLGenerator

from library import charts
from library.charts import band_shapes
from library.models import Episode
from library.pages.episode.pins import Pins, pins_of
from library.pages.social_image import HEIGHT as PICTURE_HEIGHT
from library.pages.social_image import WIDTH as PICTURE_WIDTH
from library.text.number_formats import score_range
from library.text.xml import xml_text
from scoring.models import Assessment

Absolute = Callable[[str], str]
OEmbedData = dict[str, str | int]
WIDTH = 600
HEIGHTS = ((480, 180), (320, 215), (0, 280))
"""Pairs of a minimum width and the height of the strip at that width, in pixels, widest first."""
CACHE_AGE = 3600
EMBEDDED = ("library:episode", "library:transcript", "library:embed")
"""URL names of the pages for which oEmbed data is available."""


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The embedded strip of an episode, without transcript text."""

    episode: Episode

    @property
    def lead(self) -> Assessment | None:
        lead: Assessment | None = self.episode.lead_assessment
        return lead

    @property
    def position(self) -> float | None:
        return self.lead.position if self.lead else None

    @property
    def steps(self) -> list[charts.Bar]:
        return charts.scale_steps()

    @property
    def pins(self) -> Pins | None:
        return pins_of(self.lead, None)

    @property
    def _bounds(self) -> tuple[float, float] | None:
        lead = self.lead
        if lead is None or lead.low is None or lead.high is None:
            return None
        return lead.low, lead.high

    @property
    def interval(self) -> str:
        return score_range(*self._bounds) if self._bounds else ""

    @property
    def interval_band(self) -> str:
        return band_shapes.interval_band(*self._bounds) if self._bounds else ""


@dataclass(frozen=True, slots=True)
class Room:
    """Maximum size of the embed in pixels; None means no limit."""

    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the strip within these limits, in pixels."""
        width = min(WIDTH, self.width or WIDTH)
        height = next(high for min_width, high in HEIGHTS if width >= min_width)
        return width, min(height, self.height or height)

    @property
    def fits_picture(self) -> bool:
        wide, high = self.width or PICTURE_WIDTH, self.height or PICTURE_HEIGHT
        return wide >= PICTURE_WIDTH and high >= PICTURE_HEIGHT


def slug_of(url: str, host: str) -> str | None:
    """Return the slug in the URL of an episode on `host`; None for other URLs.

    The trailing slash is optional.
    """
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != host.lower():
            return None
        match = resolve(f"{parts.path.rstrip('/')}/")
    except (ValueError, Resolver404):
        return None
    return match.kwargs["slug"] if match.view_name in EMBEDDED else None


def embed_html(episode: Episode, absolute: Absolute, room: Room | None = None) -> SafeString:
    """Return script-free HTML that embeds the strip in another site."""
    width, height = (room or Room()).size
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        absolute(reverse("library:embed", args=[episode.slug])),
        width,
        height,
        f"Position of “{episode.title}”, from {settings.SITE_NAME}",
    )


def oembed(episode: Episode, absolute: Absolute, room: Room) -> OEmbedData:
    """Return oEmbed data of type `rich` for an episode."""
    width, height = room.size
    data: OEmbedData = {
        "version": "1.0",
        "type": "rich",
        "title": episode.title,
        "author_name": episode.show.title,
        "author_url": absolute(episode.show.get_absolute_url()),
        "provider_name": settings.SITE_NAME,
        "provider_url": absolute(reverse("library:index")),
        "cache_age": CACHE_AGE,
        "html": str(embed_html(episode, absolute, room)),
        "width": width,
        "height": height,
    }
    if room.fits_picture:
        data["thumbnail_url"] = absolute(reverse("library:picture", args=[episode.slug]))
        data["thumbnail_width"] = PICTURE_WIDTH
        data["thumbnail_height"] = PICTURE_HEIGHT
    return data


def oembed_xml(data: OEmbedData) -> str:
    xml = StringIO()
    handler = SimplerXMLGenerator(xml, "utf-8")
    handler.startDocument()
    handler.startElement("oembed", {})  # type: ignore[arg-type]
    for name, value in data.items():
        handler.addQuickElement(name, xml_text(str(value)))
    handler.endElement("oembed")
    handler.endDocument()
    return xml.getvalue()


def oembed_url(episode: Episode, absolute: Absolute, response_format: str) -> str:
    """Return the URL of an episode's oEmbed data; `response_format` is json or xml."""
    page_url = absolute(episode.get_absolute_url())
    query = urlencode({"url": page_url, "format": response_format})
    return absolute(f"{reverse('library:oembed')}?{query}")
