"""The page that shows a passage and the passages that answer it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from library.http.read_only import require_safe
from library.models import Episode, Segment
from library.pages.episode.answering_passages import AnswersPage


@require_safe
def answers(request: HttpRequest, slug: str, index: int) -> HttpResponse:
    """Render the page, or only the list of answers if htmx sent the request."""
    episode = get_object_or_404(Episode.objects.published().select_related("show"), slug=slug)
    segment = get_object_or_404(
        Segment.objects.select_related("transcript").defer("transcript__cues"),
        transcript__episode=episode,
        transcript__is_current=True,
        index=index,
    )
    is_htmx = request.headers.get("HX-Request") == "true"
    template = "library/_answers.html" if is_htmx else "library/answers.html"
    return render(request, template, {"page": AnswersPage(episode, segment)})
