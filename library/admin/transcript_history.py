"""Admin page for transcript differences and speaker history."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from library.models import SpeakerMark, Transcript
from library.pages.curation.transcript_history import TranscriptHistory
from scoring.curation.transcript_edits import Speaker, mark_speakers
from scoring.curation.workflow import Rejected


@require_http_methods(["GET", "HEAD", "POST"])
def differences(request: HttpRequest, pk: int, context: dict[str, Any]) -> HttpResponse:
    """Show the changes and their authors; a POST request restores a speaker's earlier values."""
    if not request.user.has_perm("library.view_transcript"):
        raise PermissionDenied
    transcript = get_object_or_404(Transcript.objects.select_related("episode"), pk=pk)
    if request.method == "POST":
        return _restore_speaker(request, transcript)
    page = TranscriptHistory(transcript)
    context = {**context, "title": "Differences", "transcript": transcript, "page": page}
    return render(request, "admin/library/transcript/differences.html", context)


def _restore_speaker(request: HttpRequest, transcript: Transcript) -> HttpResponse:
    history: Any = SpeakerMark.history
    records = history.filter(transcript_id=transcript.pk)
    number = request.POST.get("record", "")
    record = get_object_or_404(records, pk=number if number.isdecimal() else 0)
    speaker = Speaker(record.name, record.shown_as, record.role)
    try:
        waiting = mark_speakers(transcript, [speaker], by=request.user)
    except Rejected as error:
        for reason in error.reasons:
            messages.error(request, reason)
    else:
        when = " The page will change once a second person accepts it." if waiting else ""
        messages.success(request, f"Restored.{when}")
    return redirect("admin:library_differences", transcript.pk)
