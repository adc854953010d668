from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from library.admin.history import HistoryAdmin
from library.admin.job import person
from library.admin.transcript_conflicts import (
    chosen_speakers,
    cue_conflict,
    speaker_conflicts,
)
from library.admin.transcript_forms import CueForm, SpeakerFormSet, UploadForm
from library.admin.transcript_history import differences
from library.models import Segment, Transcript
from library.pages.curation.upload_preview import UploadPreview
from library.services.import_details import Provenance
from scoring.curation.cue_corrections import CueChange, correct_transcript
from scoring.curation.transcript_edits import (
    Stale,
    mark_speakers,
    replace_transcript,
    speakers_version,
    waive_gates,
)
from scoring.curation.workflow import Rejected
from scoring.tasks import queue_scoring

CUES_PER_PAGE = 100


@admin.register(Transcript)
class TranscriptAdmin(HistoryAdmin):
    """Stored transcripts never change: a correction or replacement is a new transcript."""

    list_display = [
        "episode", "kind", "cue_count", "word_count", "gates_failed", "is_current", "stored_at",
    ]  # fmt: skip
    list_filter = ["kind", "is_current", "gates_failed"]
    list_select_related = ["episode"]
    search_fields = ["episode__title", "episode__slug"]
    exclude = ["cues", "gates"]
    change_form_template = "admin/library/transcript/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transcript]:
        return Transcript.objects.without_cues().select_related("episode")

    def has_change_permission(self, request: HttpRequest, obj: Transcript | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/speakers/", view(self.speakers), name="library_speakers"),
            path("<int:pk>/cues/", view(self.cues), name="library_cues"),
            path("<int:pk>/cues/<int:number>/", view(self.cue), name="library_cue"),
            path(
                "<int:pk>/differences/",
                view(self.differences),
                name="library_differences",
            ),
            path("<int:pk>/waive/", view(require_POST(self.waive)), name="library_waive"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Preview an uploaded transcript; store it after confirmation."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            form = UploadForm(initial={"episode": request.GET.get("episode")})
            return self._page(request, "upload", "Add transcript", form=form)
        form = UploadForm(request.POST, request.FILES)
        preview = None
        if form.is_valid() and form.parsed:
            if "store" in request.POST and form.cleaned_data["checksum"] == form.parsed.checksum:
                return self._store(request, form)
            preview = UploadPreview.of(form.parsed, form.cleaned_data["episode"])
        context = {"form": form, "preview": preview, "words": form.words}
        return self._page(request, "upload", "Add transcript", **context)

    def _store(self, request: HttpRequest, form: UploadForm) -> HttpResponse:
        data, parsed = form.cleaned_data, form.parsed
        if parsed is None:
            raise Http404
        provenance = Provenance(
            kind=Transcript.Kind(data["kind"]), source_name=data["source_name"][:255]
        )
        stored, changed = replace_transcript(
            data["episode"], parsed=parsed, provenance=provenance, by=request.user
        )
        queue_scoring(stored, by=person(request))
        if changed:
            self._saved(request, waits=not stored.is_current)
        else:
            messages.success(request, "No change: this episode already has this transcript.")
        return redirect("admin:library_transcript_change", stored.pk)

    def _saved(self, request: HttpRequest, *, waits: bool) -> None:
        when = " The page changes when a second person has accepted it." if waits else ""
        messages.success(request, f"Saved.{when}")

    def speakers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Rename or merge speakers, and set their roles."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        marks = {mark.name: mark for mark in transcript.speaker_marks.all()}
        initial = [
            {
                "name": name,
                "shown_as": marks[name].shown_as if name in marks else "",
                "role": marks[name].role if name in marks else "",
            }
            for name in transcript.speakers
        ]
        version = speakers_version(transcript)
        rows = SpeakerFormSet(request.POST or None, initial=initial)
        context: dict[str, Any] = {"transcript": transcript, "rows": rows, "version": version}
        if request.method == "POST" and rows.is_valid():
            opened_at = request.POST.get("opened_at", version)
            marked = chosen_speakers(rows, request.POST)
            try:
                waiting = mark_speakers(transcript, marked, by=request.user, opened_at=opened_at)
            except Stale as error:
                context["conflicts"] = speaker_conflicts(rows)
                self._refuse(request, error)
            except Rejected as error:
                self._refuse(request, error)
            else:
                self._saved(request, waits=waiting is not None)
                return redirect("admin:library_transcript_change", pk)
        return self._page(request, "speakers", "Speakers", **context)

    def differences(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the differences from the transcript before, and the history of the speakers."""
        shared = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return differences(request, pk, shared)

    def cues(self, request: HttpRequest, pk: int) -> HttpResponse:
        """List the cues, with a search, so that editors can correct one."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        search = request.GET.get("q", "").strip().lower()
        cues = [
            (number, cue)
            for number, cue in enumerate(transcript.read_cues(), start=1)
            if search in cue.text.lower()
        ]
        page = Paginator(cues, CUES_PER_PAGE).get_page(request.GET.get("page"))
        return self._page(request, "cues", "Cues", transcript=transcript, page=page, search=search)

    def cue(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Correct one cue; this creates a new transcript with the same segments."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        cues = transcript.read_cues()
        if not 1 <= number <= len(cues):
            raise Http404
        cue = cues[number - 1]
        initial = {"text": cue.text, "speaker": cue.speaker, "opened_at": transcript.checksum}
        form = CueForm(request.POST or None, initial=initial)
        context = {"transcript": transcript, "form": form, "number": number}
        if request.method == "POST" and form.is_valid():
            data = form.cleaned_data
            change = CueChange(number, data["text"], data["speaker"])
            opened_at = data["opened_at"] or transcript.checksum
            try:
                corrected = correct_transcript(
                    transcript, opened_at=opened_at, changes=[change], by=request.user
                )
            except Stale as error:
                self._refuse(request, error)
                context |= cue_conflict(transcript, number, form)
            except Rejected as error:
                self._refuse(request, error)
            else:
                self._saved(request, waits=not corrected.is_current)
                queue_scoring(corrected, by=person(request))
                return redirect("admin:library_transcript_change", corrected.pk)
        return self._page(request, "cue", f"Correct cue {number}", **context)

    def waive(self, request: HttpRequest, pk: int) -> HttpResponse:
        transcript = self._allowed(request, pk, "library.view_transcript")
        reason = request.POST.get("reason", "")
        self._done(request, lambda: waive_gates(transcript, by=request.user, reason=reason))
        return redirect("admin:library_transcript_change", pk)

    def _done(self, request: HttpRequest, act: Any) -> bool:
        """Call `act`; show a success message, or every reason why it is not allowed."""
        try:
            act()
        except Rejected as error:
            self._refuse(request, error)
            return False
        messages.success(request, "Saved.")
        return True

    def _refuse(self, request: HttpRequest, error: Rejected) -> None:
        for reason in error.reasons:
            messages.error(request, reason)

    def _allowed(self, request: HttpRequest, pk: int, permission: str) -> Transcript:
        if not request.user.has_perm(permission):
            raise PermissionDenied
        return get_object_or_404(Transcript.objects.select_related("episode"), pk=pk)

    def _page(
        self, request: HttpRequest, template: str, title: str, **context: Any
    ) -> HttpResponse:
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": title,
        }
        return render(request, f"admin/library/transcript/{template}.html", shared | context)


@admin.register(Segment)
class SegmentAdmin(admin.ModelAdmin[Segment]):
    list_display = ["transcript", "index", "start", "end"]
    list_select_related = ["transcript__episode"]
    search_fields = ["transcript__episode__slug"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Segment]:
        return super().get_queryset(request).defer("transcript__cues")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Segment | None = None) -> bool:
        return False
