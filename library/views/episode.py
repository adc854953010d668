"""Episode page, page history, transcript page and transcript downloads."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from library.captions.excerpts import REASON
from library.captions.write import FORMATS, Heading
from library.http.problem_details import WITHHELD, problem
from library.http.read_only import require_safe
from library.models import Episode
from library.pages.episode.changes import ChangesPage
from library.pages.episode.embed import embed_html
from library.pages.episode.page import EpisodePage, published_episode
from library.pages.episode.provenance import file_name, provenance_of
from library.pages.episode.rail import rail_markup
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
    published = get_object_or_404(Episode.objects.published(), slug=slug)
    return render(request, "library/changes.html", {"page": ChangesPage(published)})


@require_safe
def transcript(request: HttpRequest, slug: str) -> HttpResponse:
    published = published_episode(slug)
    stored = published.transcripts.current().without_cues().first()
    if stored is None:
        raise Http404("This episode has no transcript.")
    page = TranscriptPage(published, stored, find=request.GET.get("find", "")[:200])
    if "t" in request.GET:
        return redirect(published.transcript_url + page.fragment_at(_seconds(request.GET["t"])))
    shared = share_transcript(published, request.build_absolute_uri)
    context = {"page": page, "shared": shared, "rail": rail_markup(page.passages)}
    return render(request, "library/transcript.html", context)


@require_safe
def download(request: HttpRequest, slug: str, ending: str) -> HttpResponse:
    published = published_episode(slug)
    stored = published.transcripts.current().first()
    file_format = FORMATS.get(ending)
    if stored is None or file_format is None or (file_format.timed and not stored.is_timed):
        raise Http404("This transcript is not available in that format.")
    if not published.shares_text:
        return problem(WITHHELD, REASON)
    url = request.build_absolute_uri(published.transcript_url)
    heading = Heading(published.title, published.show.title, " · ".join(provenance_of(stored)), url)
    return HttpResponse(
        file_format.write(stored.read_shown_cues(), heading),
        content_type=f"{file_format.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file_name(stored, ending)}"'},
    )


def _seconds(text: str) -> float:
    """Return the time in seconds, or -1 if `text` is not a number."""
    try:
        return float(text)
    except ValueError:
        return -1.0
