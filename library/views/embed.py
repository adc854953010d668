"""Episodes on pages of others: the strip to embed, and oEmbed."""

import json

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from library.http.page_cache import public_page
from library.models import Episode
from library.models.episode import EpisodeQuerySet
from library.pages.episode.embed import EmbedPage, Room, oembed, oembed_xml, slug_of

POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'none'"],
    "img-src": ["'none'"],
    "media-src": ["'none'"],
    "frame-src": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["*"],
}
"""In place of the site's: anyone may frame the strip, which loads its style sheets alone."""
FORMS = ("json", "xml")


def _episodes() -> EpisodeQuerySet:
    return Episode.objects.published().with_lead_assessment().select_related("show")


@require_safe
def _strip(request: HttpRequest, slug: str) -> HttpResponse:
    page = EmbedPage(get_object_or_404(_episodes(), slug=slug))
    theme = request.GET.get("theme", "")
    context = {"page": page, "theme": theme if theme in ("light", "dark") else ""}
    return render(request, "library/embed.html", context)


# A kept page is answered anew each time, so what marks the answer stands outside.
strip = xframe_options_exempt(csp_replace(POLICY)(public_page(_strip)))


@require_safe
def tell(request: HttpRequest) -> HttpResponse:
    """Answer by oEmbed: 404 where the address is of no episode, 501 for another form."""
    form = request.GET.get("format", "json")
    if form not in FORMS:
        return _plain(501, f"There is no format “{form[:20]}”; there are json and xml.")
    try:
        room = Room(_pixels(request, "maxwidth"), _pixels(request, "maxheight"))
    except ValueError:
        return _plain(400, "maxwidth and maxheight are pixels, whole numbers from 1.")
    slug = slug_of(request.GET.get("url", ""), request.get_host())
    found = _episodes().filter(slug=slug).first() if slug else None
    if found is None:
        return _plain(404, "url is not the address of an episode of this library.")
    answer = oembed(found, request.build_absolute_uri, room)
    if form == "xml":
        return HttpResponse(oembed_xml(answer), content_type="text/xml; charset=utf-8")
    return HttpResponse(json.dumps(answer), content_type="application/json")


def _pixels(request: HttpRequest, name: str) -> int | None:
    said = request.GET.get(name, "")
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 7 and int(said)):
        raise ValueError(name)
    return int(said)


def _plain(status: int, text: str) -> HttpResponse:
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8")
