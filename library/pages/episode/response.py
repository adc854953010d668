"""The page of one episode as HTML: drawn once for what it shows, with what stands beside it."""

import gzip

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from library.http.content_version import Version, library_version
from library.http.context_processors import site
from library.http.fragment_cache import kept_part
from library.http.page_cache import Kept, compressed
from library.pages.episode.embed import embed_html
from library.pages.episode.page import EpisodePage, published_episode
from library.pages.sharing import share_episode

TEMPLATE = "library/episode.html"
BESIDE = "library/_counterbalance.html"
HEADERS = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}
PLACE = SafeString("<!-- beside -->")
"""Where the one is put into the other; text of a page has no "<" that is not escaped."""


def episode_answer(slug: str, request: HttpRequest) -> HttpResponse:
    """Return the public page: what it shows is read anew, and drawn if it has changed.

    Raises Http404.
    """
    version = library_version()
    page = EpisodePage(published_episode(slug), by_clock=request.GET.get("axis") == "clock")
    shown = (page.shown, site(request), request.build_absolute_uri("/"))

    def draw() -> bytes:
        around = kept_part("around", shown, lambda: compressed(_around(page, request)))
        beside = beside_html(page, version).encode()
        return compressed(gzip.decompress(around).replace(PLACE.encode(), beside))

    return Kept(HEADERS, kept_part("episode", (version.value, shown), draw)).answer(request)


def beside_html(page: EpisodePage, version: Version) -> SafeString:
    """Return related conversations and counterbalance; any change of the library draws them anew.

    `version` was read before `page`.
    """
    shown = (version.value, page.episode.pk)
    drawn = kept_part("beside", shown, lambda: render_to_string(BESIDE, {"page": page}))
    return SafeString(drawn)


def _around(page: EpisodePage, request: HttpRequest) -> bytes:
    """Return the page with `PLACE` where something stands beside it."""
    absolute = request.build_absolute_uri
    shared, embed = share_episode(page, absolute), embed_html(page.episode, absolute)
    context = {"page": page, "shared": shared, "embed": embed, "beside": PLACE}
    return render_to_string(TEMPLATE, context, request).encode()
