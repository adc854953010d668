"""An episode on pages of others: a small strip to embed, and oEmbed, which tells how.

https://oembed.com is what oEmbed is.
"""

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
from library.pages.social_image import HEIGHT as PICTURE_HEIGHT
from library.pages.social_image import WIDTH as PICTURE_WIDTH
from library.text.number_formats import score_range
from library.text.xml import xml_text
from scoring.models import Assessment

Absolute = Callable[[str], str]
Answer = dict[str, str | int]
WIDTH = 600
HEIGHTS = ((480, 180), (320, 215), (0, 280))
"""Least width and the height that all of the strip's text needs there, in pixels."""
CACHE_AGE = 3600
EMBEDDED = ("library:episode", "library:transcript", "library:embed")
"""Pages of one episode, any of which stands for it."""


@dataclass(frozen=True, slots=True)
class EmbedPage:
    """The strip of one episode, as others embed it; it holds none of the words of a transcript."""

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
    def x(self) -> float:
        """Where the position is along the strip."""
        return charts.along(self.position or 0)

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
    def bracket(self) -> str:
        return band_shapes.bracket(*self._bounds) if self._bounds else ""


@dataclass(frozen=True, slots=True)
class Room:
    """What a page has room for, in pixels; None is as much as it takes."""

    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Return the width and height that the strip takes of it."""
        width = min(WIDTH, self.width or WIDTH)
        height = next(high for least, high in HEIGHTS if width >= least)
        return width, min(height, self.height or height)

    @property
    def holds_picture(self) -> bool:
        wide, high = self.width or PICTURE_WIDTH, self.height or PICTURE_HEIGHT
        return wide >= PICTURE_WIDTH and high >= PICTURE_HEIGHT


def slug_of(address: str, host: str) -> str | None:
    """Return the slug of the episode that an address on `host` is of; None where it is of none."""
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.netloc.lower() != host.lower():
            return None
        found = resolve(parts.path)
    except (ValueError, Resolver404):
        return None
    return found.kwargs["slug"] if found.view_name in EMBEDDED else None


def embed_html(episode: Episode, absolute: Absolute, room: Room | None = None) -> SafeString:
    """Return the markup that shows the strip on a page of others; it needs no script."""
    width, height = (room or Room()).size
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy" '
        'style="border:0;max-width:100%"></iframe>',
        absolute(reverse("library:embed", args=[episode.slug])),
        width,
        height,
        f"Where “{episode.title}” stands, from {settings.SITE_NAME}",
    )


def oembed(episode: Episode, absolute: Absolute, room: Room) -> Answer:
    """Return what oEmbed says of an episode, of the type `rich`."""
    width, height = room.size
    answer: Answer = {
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
    if room.holds_picture:
        answer["thumbnail_url"] = absolute(reverse("library:picture", args=[episode.slug]))
        answer["thumbnail_width"] = PICTURE_WIDTH
        answer["thumbnail_height"] = PICTURE_HEIGHT
    return answer


def oembed_xml(answer: Answer) -> str:
    written = StringIO()
    handler = SimplerXMLGenerator(written, "utf-8")
    handler.startDocument()
    handler.startElement("oembed", {})  # type: ignore[arg-type]
    for name, value in answer.items():
        handler.addQuickElement(name, xml_text(str(value)))
    handler.endElement("oembed")
    handler.endDocument()
    return written.getvalue()


def oembed_url(episode: Episode, absolute: Absolute, form: str) -> str:
    """Return where oEmbed tells of an episode, as `form`: json or xml."""
    asked = urlencode({"url": absolute(episode.get_absolute_url()), "format": form})
    return absolute(f"{reverse('library:oembed')}?{asked}")
