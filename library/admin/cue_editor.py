"""Admin page for editing all cues of a transcript at once."""

import json
from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from library.admin.cue_forms import as_json, edits_of
from library.admin.job import person
from library.admin.transcript_pages import TranscriptPages
from library.captions.editing import Edit, EditError, describe_edits
from library.models import Transcript
from library.pages.curation.cue_editor import CueEditorPage, OutdatedPage
from scoring.curation.cue_edits import ADVERT, Outdated, edit_cues
from scoring.curation.workflow import Rejected
from scoring.tasks import queue_scoring

SAVED = "saved"
"""Query parameter: IDs of transcripts whose edits the browser no longer needs to store."""


class CueEditor(TranscriptPages):
    def cues(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the editor, or save its edits as a new transcript."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        if request.method != "POST":
            return self._editor(request, transcript, ())
        edits: Sequence[Edit] = ()
        try:
            cues = transcript.read_cues()
            edits = edits_of(request.POST, cues)
            if not edits:
                messages.info(request, "Nothing was changed.")
                return self._editor(request, transcript, ())
            stored = edit_cues(transcript, edits, by=request.user)
        except Outdated as error:
            return self._outdated(request, transcript, error, edits)
        except (Rejected, EditError) as error:
            for reason in error.reasons:
                messages.error(request, reason)
            return self._editor(request, transcript, edits)
        queue_scoring(stored, by=person(request))
        what = describe_edits(cues, edits) or "no change"
        self._saved(request, waits=not stored.is_current, what=what)
        return redirect(f"{reverse('admin:library_cues', args=[stored.pk])}?{_place(request, pk)}")

    def cue_data(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return all cues as JSON: text, speaker, and start time in seconds or null."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        rows = [[cue.text, cue.speaker, cue.start] for cue in transcript.read_cues()]
        return JsonResponse({"cues": rows})

    def _editor(
        self, request: HttpRequest, transcript: Transcript, edits: Sequence[Edit]
    ) -> HttpResponse:
        data = request.POST if request.method == "POST" else request.GET
        page = CueEditorPage(transcript, data.get("part", "1"), data.get("q", "").strip(), edits)
        saved = [value for value in request.GET.getlist(SAVED) if value.isdecimal()]
        context = {"page": page, "unsaved": as_json(edits), "saved": saved, "advert": ADVERT}
        title = "Edit the transcript"
        return self._page(request, "cues", title, transcript=transcript, **context)

    def _outdated(
        self,
        request: HttpRequest,
        opened: Transcript,
        error: Outdated,
        edits: Sequence[Edit],
    ) -> HttpResponse:
        current = error.current
        page = OutdatedPage(opened, current, edits)
        context = {
            "page": page,
            "replaced": current.history.select_related("history_user").first(),
            "unsaved_text": json.dumps(as_json(page.fitting)),
        }
        return self._page(request, "cues_outdated", "Not saved", transcript=current, **context)


def _place(request: HttpRequest, pk: int) -> str:
    """Return the URL parameters that reopen the editor on the same page, with the same search."""
    saved = [str(pk), *request.POST.getlist("opened")]
    location = [(name, request.POST[name]) for name in ("part", "q") if request.POST.get(name)]
    return urlencode([*((SAVED, value) for value in saved), *location])
