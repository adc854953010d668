from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from library.admin.cue_editor import CueEditor
from library.admin.deleting import DeletesDependents
from library.admin.history import HistoryAdmin
from library.admin.job import person
from library.admin.older_transcripts import OlderTranscripts
from library.admin.transcript_conflicts import chosen_speakers, speaker_conflicts
from library.admin.transcript_forms import SpeakerFormSet, UploadForm
from library.admin.transcript_history import differences
from library.models import Segment, Transcript
from library.pages.curation.speakers import SpeakersPage
from library.pages.curation.upload_preview import UploadPreview
from library.services.import_details import Provenance
from scoring.curation.deletions import delete_transcripts
from scoring.curation.transcript_edits import (
    Stale,
    accept_failed_checks,
    mark_speakers,
    replace_transcript,
    speakers_version,
    withdraw_acceptance,
)
from scoring.curation.workflow import Rejected
from scoring.tasks import queue_scoring


@admin.register(Transcript)
class TranscriptAdmin(CueEditor, OlderTranscripts, DeletesDependents, HistoryAdmin):
    """Admin for transcripts. They are immutable; a correction is saved as a new transcript."""

    list_display = [
        "episode", "is_current", "gates_failed", "kind", "cue_count", "word_count", "stored_at",
    ]  # fmt: skip
    list_filter = ["kind", "is_current", "gates_failed"]
    list_select_related = ["episode"]
    search_fields = [
        "episode__title", "episode__slug", "episode__show__title", "episode__shelf__title",
    ]  # fmt: skip
    exclude = ["cues", "gates"]
    change_form_template = "admin/library/transcript/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Transcript]:
        return Transcript.objects.without_cues().select_related("episode")

    def has_change_permission(self, request: HttpRequest, obj: Transcript | None = None) -> bool:
        return False

    def delete_model(self, request: HttpRequest, obj: Transcript) -> None:
        delete_transcripts([obj])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Transcript]) -> None:
        delete_transcripts(queryset)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/speakers/", view(self.speakers), name="library_speakers"),
            path("<int:pk>/cues/", view(self.cues), name="library_cues"),
            path("<int:pk>/differences/", view(self.differences), name="library_differences"),
            path("<int:pk>/cues.json", view(self.cue_data), name="library_cue_data"),
            path("<int:pk>/download/<str:ending>/", view(self.download), name="library_file"),
            path("<int:pk>/current/", view(require_POST(self.current)), name="library_current"),
            path("<int:pk>/waive/", view(require_POST(self.accept)), name="library_waive"),
            path("<int:pk>/unwaive/", view(require_POST(self.take_back)), name="library_unwaive"),
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Preview an uploaded transcript, and save it after confirmation."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            initial = {"episode": request.GET.get("episode")}
            form = UploadForm(initial=initial, site=self.admin_site)
            return self._page(request, "upload", "Add transcript", form=form, media=form.media)
        form = UploadForm(request.POST, request.FILES, site=self.admin_site)
        preview = None
        if form.is_valid() and form.parsed:
            if "store" in request.POST and form.cleaned_data["checksum"] == form.parsed.checksum:
                return self._store(request, form)
            preview = UploadPreview.of(form.parsed, form.cleaned_data["episode"])
        context = {"form": form, "preview": preview, "words": form.words, "media": form.media}
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
        return redirect("admin:library_episode_change", stored.episode_id)

    def speakers(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Rename or merge speakers and set their roles."""
        transcript = self._allowed(request, pk, "library.change_transcript")
        page = SpeakersPage(transcript)
        initial = [
            {"name": each.name, "shown_as": each.shown_as, "role": each.role}
            for each in page.speakers
        ]
        version = speakers_version(transcript)
        rows = SpeakerFormSet(request.POST or None, initial=initial)
        context: dict[str, Any] = {"transcript": transcript, "page": page, "rows": rows}
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
                return redirect("admin:library_speakers", pk)
        context |= {"version": version, "speakers": list(zip(rows, page.speakers, strict=False))}
        return self._page(request, "speakers", "Speakers", **context)

    def differences(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the changes since the previous transcript, and the changes to its speakers."""
        shared = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return differences(request, pk, shared)

    def accept(self, request: HttpRequest, pk: int) -> HttpResponse:
        transcript = self._allowed(request, pk, "library.view_transcript")
        reason = request.POST.get("reason", "")
        self._done(
            request, lambda: accept_failed_checks(transcript, by=request.user, reason=reason)
        )
        return redirect("admin:library_transcript_change", pk)

    def take_back(self, request: HttpRequest, pk: int) -> HttpResponse:
        transcript = self._allowed(request, pk, "library.view_transcript")
        self._done(request, lambda: withdraw_acceptance(transcript, by=request.user))
        return redirect("admin:library_transcript_change", pk)


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
