"""Previews of unpublished episodes, for reviewers with a signed link."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from library.models import Episode
from library.pages.episode.page import EpisodePage
from library.pages.episode.transcript import TranscriptPage
from library.services.preview_links import expiry, previewed_episode

GONE = "This preview link is not valid, or it has expired. Ask an editor for a new one."


@require_safe
def page(request: HttpRequest, token: str) -> HttpResponse:
    """Show the episode page, or redirect to the public one if the episode is published."""
    episode = _episode(request, token)
    if episode.status == Episode.Status.PUBLISHED:
        return redirect(episode)
    shown = EpisodePage(episode, by_clock=request.GET.get("axis") == "clock")
    context = {"page": shown, "expires": expiry(token)}
    return _private(render(request, "library/episode.html", context))


@require_safe
def transcript(request: HttpRequest, token: str) -> HttpResponse:
    """Show the transcript page, or redirect to the public one if the episode is published."""
    episode = _episode(request, token)
    if episode.status == Episode.Status.PUBLISHED:
        return redirect(episode.transcript_url)
    stored = episode.transcripts.current().without_cues().first()
    if stored is None:
        raise Http404("This episode has no transcript.")
    shown = TranscriptPage(episode, stored, find=request.GET.get("find", "")[:200])
    context = {"page": shown, "expires": expiry(token)}
    return _private(render(request, "library/transcript.html", context))


def _episode(request: HttpRequest, token: str) -> Episode:
    episode = previewed_episode(token)
    if episode is None:
        raise Http404(GONE)
    if episode.status != Episode.Status.PUBLISHED:
        episode.preview_url = request.path.removesuffix("transcript/")
    return episode


def _private(response: HttpResponse) -> HttpResponse:
    patch_cache_control(response, private=True, no_store=True)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
