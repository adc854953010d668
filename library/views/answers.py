"""The passages that answer one passage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from library.models import Episode, Segment
from library.pages.episode.answering_passages import AnswersPage


@require_safe
def answers(request: HttpRequest, slug: str, index: int) -> HttpResponse:
    """The page, or only its list when it is asked for in place."""
    episode = get_object_or_404(Episode.objects.published().select_related("show"), slug=slug)
    found = get_object_or_404(
        Segment.objects.select_related("transcript").defer("transcript__cues"),
        transcript__episode=episode,
        transcript__is_current=True,
        index=index,
    )
    in_place = request.headers.get("HX-Request") == "true"
    template = "library/_answers.html" if in_place else "library/answers.html"
    return render(request, template, {"page": AnswersPage(episode, found)})
