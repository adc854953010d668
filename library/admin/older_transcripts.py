"""Download stored transcripts and restore older ones."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from library.admin.job import person
from library.admin.transcript_pages import TranscriptPages
from library.captions.write import FORMATS, Heading, formats_for
from library.pages.episode.provenance import file_name, provenance_of
from scoring.curation.cue_edits import make_current
from scoring.curation.workflow import Rejected
from scoring.tasks import queue_scoring


class OlderTranscripts(TranscriptPages):
    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **options: Any
    ) -> HttpResponse:
        transcript = context.get("original")
        if transcript is not None:
            context["original_formats"] = formats_for(timed=transcript.is_timed)
        return super().render_change_form(request, context, *args, **options)

    def download(self, request: HttpRequest, pk: int, ending: str) -> HttpResponse:
        """Return the transcript as a file. Editors can download it regardless of its licence."""
        transcript = self._allowed(request, pk, "library.view_transcript")
        file_format = FORMATS.get(ending)
        if file_format is None or (file_format.timed and not transcript.is_timed):
            raise Http404("This transcript is not available in that format.")
        episode = transcript.episode
        url = request.build_absolute_uri(episode.transcript_url)
        provenance = " · ".join(provenance_of(transcript))
        heading = Heading(episode.title, episode.show.title, provenance, url)
        name = f"{transcript.pk}-{file_name(transcript, ending)}"
        return HttpResponse(
            file_format.write(transcript.read_shown_cues(), heading),
            content_type=f"{file_format.media_type}; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def current(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make an older transcript current or propose it for review, and queue its scoring."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        try:
            waits = make_current(transcript, by=request.user)
        except Rejected as error:
            self._refuse(request, error)
        else:
            self._saved(request, waits=waits)
            queue_scoring(transcript, by=person(request))
        return redirect("admin:library_transcript_change", pk)
