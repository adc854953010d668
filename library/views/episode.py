"""One episode, its transcript, and the transcript as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from library.captions.excerpts import REASON
from library.captions.write import FORMATS, Heading
from library.http.problem_details import WITHHELD, problem
from library.models import Episode
from library.pages.episode.changes import ChangesPage
from library.pages.episode.embed import embed_html
from library.pages.episode.page import EpisodePage, published_episode
from library.pages.episode.provenance import file_name, provenance_of
from library.pages.episode.transcript import TranscriptPage
from library.pages.sharing import share_episode, share_transcript


@require_safe
def episode(request: HttpRequest, slug: str) -> HttpResponse:
    page = EpisodePage(published_episode(slug), by_clock=request.GET.get("axis") == "clock")
    absolute = request.build_absolute_uri
    shared, embed = share_episode(page, absolute), embed_html(page.episode, absolute)
    return render(request, "library/episode.html", {"page": page, "shared": shared, "embed": embed})


@require_safe
def changes(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Episode.objects.published(), slug=slug)
    return render(request, "library/changes.html", {"page": ChangesPage(found)})


@require_safe
def transcript(request: HttpRequest, slug: str) -> HttpResponse:
    found = published_episode(slug)
    stored = found.transcripts.current().first()
    if stored is None:
        raise Http404("This episode has no transcript.")
    page = TranscriptPage(found, stored, find=request.GET.get("find", "")[:200])
    if "t" in request.GET:
        return redirect(found.transcript_url + page.address_at(_seconds(request.GET["t"])))
    shared = share_transcript(found, request.build_absolute_uri)
    return render(request, "library/transcript.html", {"page": page, "shared": shared})


@require_safe
def download(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    found = published_episode(slug)
    stored = found.transcripts.current().first()
    written = FORMATS.get(ending)
    if stored is None or written is None or (written.timed and not stored.is_timed):
        raise Http404("This transcript cannot be had in that format.")
    if not found.shares_text:
        return problem(WITHHELD, REASON)
    address = request.build_absolute_uri(found.transcript_url)
    heading = Heading(found.title, found.show.title, " · ".join(provenance_of(stored)), address)
    return HttpResponse(
        written.write(stored.read_shown_cues(), heading),
        content_type=f"{written.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(stored, ending)}"'},
    )


def _seconds(text: str) -> float:
    """Return a time in seconds as asked for; before any time when it is none."""
    try:
        return float(text)
    except ValueError:
        return -1.0
