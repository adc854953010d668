"""Social images, robots.txt and llms.txt."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string

from library.exporting.dumps import stored_dumps
from library.http.read_only import require_safe
from library.models import Episode
from library.pages.sharing import ABOUT
from library.pages.social_image import ImageContent, draw_image
from scoring.core.spectrum import BAND_EDGE


@require_safe
def picture(request: HttpRequest, slug: str) -> HttpResponse:
    """Return the social image of an episode."""
    episodes = Episode.objects.published().with_lead_assessment().select_related("show")
    episode = get_object_or_404(episodes, slug=slug)
    lead = episode.lead_assessment
    below = f"{lead.get_band_display()} · {lead.get_lens_display()}" if lead else "Not assessed yet"
    if lead and not lead.placed:
        below = "Not placed: hardly about AI"
    content = ImageContent(
        episode.title, episode.show.title, lead.position if lead else None, below
    )
    return HttpResponse(draw_image(content), content_type="image/png")


@require_safe
def site_picture(request: HttpRequest) -> HttpResponse:
    title = "Hear both sides of a long conversation"
    content = ImageContent(title, settings.SITE_NAME, below="Risk-forward to opportunity-forward")
    return HttpResponse(draw_image(content), content_type="image/png")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """Return an overview for language models, in the llmstxt.org format."""
    context = {
        "about": ABOUT,
        "edge": BAND_EDGE,
        "licence": settings.DATA.licence,
        "has_dumps": bool(stored_dumps()),
    }
    text = render_to_string("llms.txt", context, request)
    return HttpResponse(text, content_type="text/markdown; charset=utf-8")
