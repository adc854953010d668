"""What machines ask for beside pages: pictures of pages, robots.txt, and help where nothing is."""

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from library.exporting.dumps import stored_dumps
from library.models import Episode
from library.pages.sharing import ABOUT
from library.pages.social_image import Drawn, draw_picture
from scoring.core.spectrum import BAND_EDGE

RECENT = 5


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The strip of an episode, for where a link to it is shown."""
    episodes = Episode.objects.published().with_lead_assessment().select_related("show")
    found = get_object_or_404(episodes, slug=slug)
    lead = found.lead_assessment
    below = f"{lead.get_band_display()} · {lead.get_lens_display()}" if lead else "Not assessed yet"
    if lead and not lead.placed:
        below = "Not placed: hardly about AI"
    drawn = Drawn(found.title, found.show.title, lead.position if lead else None, below)
    return HttpResponse(draw_picture(drawn), content_type="image/png")


@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    title = "Hear both sides of a long conversation"
    drawn = Drawn(title, settings.SITE_NAME, below="Risk-forward to opportunity-forward")
    return HttpResponse(draw_picture(drawn), content_type="image/png")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """The library in a page of Markdown for language models, as llmstxt.org has it."""
    context = {
        "about": ABOUT,
        "edge": BAND_EDGE,
        "licence": settings.DATA.licence,
        "has_dumps": bool(stored_dumps()),
    }
    written = render_to_string("llms.txt", context, request)
    return HttpResponse(written, content_type="text/markdown; charset=utf-8")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that helps: a search and what came last; without the latter where it fails."""
    try:
        recent = list(Episode.objects.published().select_related("show").newest_first()[:RECENT])
    except DatabaseError:
        recent = []
    context = {"recent": recent, "about": ABOUT}
    return render(request, "404.html", context, status=404)
