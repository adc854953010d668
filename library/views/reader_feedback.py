"""Forms in which readers without an account can challenge a score or comment on a position.

These pages are never cached, because each form contains a token for one reader.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from library.captions.excerpts import beginning
from library.http.visitor_limits import may_write, visitor_of
from library.models import Episode, Segment
from library.views.reader_forms import MisreadForm, OpinionForm, ReaderForm
from scoring.curation.reader_challenges import ChallengeError, challenge_segment, take_opinion
from scoring.models import Challenge

TOO_OFTEN = (
    "You have already commented on this page today, or sent too many comments. "
    "Please try again tomorrow."
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def passage(request: HttpRequest, slug: str, index: int) -> HttpResponse:
    """Handle the form for challenging the score of a passage."""
    segment = get_object_or_404(
        Segment.objects.filter(transcript__is_current=True)
        .filter(transcript__episode__status=Episode.Status.PUBLISHED)
        .select_related("transcript__episode__show")
        .defer("transcript__cues"),
        transcript__episode__slug=slug,
        index=index,
    )
    reading = segment.transcript.assessments.automatic().in_force()
    score = reading.segment_scores.filter(segment=segment).first() if reading else None
    if reading is None or score is None or score.score is None:
        raise Http404("This passage has no score.")
    shown = score.score
    form = MisreadForm(request.POST or None, about=f"{slug}#{index}")
    episode = segment.transcript.episode

    def store() -> Challenge:
        data = {name: form.cleaned_data[name] for name in ("proposed", "words")}
        return challenge_segment(segment, reading=reading, shown=shown, **data)

    back = f"{episode.transcript_url}#s{index}"
    text = segment.text if episode.shares_text else beginning(segment.text)
    context = {"segment": segment, "text": text, "score": score, "reading": reading}
    return _respond(request, episode, form, store, {**context, "back": back})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def opinion(request: HttpRequest, slug: str) -> HttpResponse:
    """Handle the form for commenting on the position of an episode."""
    episode = get_object_or_404(Episode.objects.for_cards(), slug=slug)
    lead = episode.lead_assessment
    if lead is None or not lead.placed:
        raise Http404("This episode has no position.")
    form = OpinionForm(request.POST or None, about=slug)

    def store() -> Challenge:
        kind = Challenge.Kind(form.cleaned_data["kind"])
        return take_opinion(episode, lead=lead, kind=kind, words=form.cleaned_data["words"])

    return _respond(request, episode, form, store, {"back": episode.get_absolute_url()})


def _respond(
    request: HttpRequest,
    episode: Episode,
    form: ReaderForm,
    store: Callable[[], Challenge],
    context: dict[str, object],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            if not may_write(visitor_of(request), about=form.about):
                raise ChallengeError(TOO_OFTEN)
            store()
        except ChallengeError as error:
            form.add_error(None, str(error))
        else:
            return redirect(f"{request.path}?sent=1")
    context |= {"episode": episode, "form": form, "sent": "sent" in request.GET}
    status = 400 if form.errors else 200
    return render(request, "library/challenge.html", context, status=status)
