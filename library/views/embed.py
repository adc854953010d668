"""The strip that other sites can embed, and its oEmbed data."""

import json

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt

from library.http.page_cache import public_page
from library.http.read_only import require_safe
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.episode.embed import EmbedPage, Room, oembed, oembed_xml, slug_of
from library.views.old_slugs import current_slug

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "img-src": ["'none'"],
    "media-src": ["'none'"],
    "frame-src": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["*"],
}
"""Content-Security-Policy of the strip: any site can frame it, and it loads only style sheets."""
OEMBED_FORMATS = ("json", "xml")


def _episodes() -> EpisodeQuerySet:
    return Episode.objects.published().with_lead_assessment().select_related("show")


@require_safe
def _strip(request: HttpRequest, slug: str) -> HttpResponse:
    page = EmbedPage(get_object_or_404(_episodes(), slug=slug))
    theme = request.GET.get("theme", "")
    context = {"page": page, "theme": theme if theme in ("light", "dark") else ""}
    return render(request, "library/embed.html", context)


# The outer decorators copy the attribute that `public_page` sets, so the page is still cached.
strip = xframe_options_exempt(csp_replace(POLICY)(public_page(_strip)))


@require_safe
def oembed_response(request: HttpRequest) -> HttpResponse:
    """Return oEmbed data for the episode at `url`.

    The status is 400 for an invalid size, 404 if there is no such episode and 501 for an
    unsupported format.
    """
    response_format = request.GET.get("format", "json")
    if response_format not in OEMBED_FORMATS:
        unsupported = response_format[:20]
        return _plain(501, f"Unsupported format “{unsupported}”. Available formats: json, xml.")
    try:
        room = Room(_pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    except ValueError:
        return _plain(400, "maxwidth and maxheight must be whole numbers of pixels, at least 1.")
    slug = slug_of(request.GET.get("url", ""), request.get_host())
    episode = _episode_of(slug) if slug else None
    if episode is None:
        return _plain(404, "url is not the URL of an episode in this library.")
    data = oembed(episode, request.build_absolute_uri, room)
    if response_format == "xml":
        return HttpResponse(oembed_xml(data), content_type="text/xml; charset=utf-8")
    return HttpResponse(json.dumps(data), content_type="application/json")


def _episode_of(slug: str) -> Episode | None:
    """Return the published episode whose current or former slug is `slug`, or None."""
    episode = _episodes().filter(slug=slug).first()
    if episode is None and (current := current_slug("episode", slug)):
        episode = _episodes().filter(slug=current).first()
    return episode


def _pixels(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    if not text:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise ValueError(name)
    return int(text)


def _plain(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
