from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path

from library.admin.addresses import HTTPS
from library.admin.choosing import Choosing
from library.admin.deleting import DeletesDependents
from library.admin.episode_actions import EpisodeActions
from library.admin.episode_files import EpisodeFiles
from library.admin.episode_form import EpisodeForm
from library.admin.episode_steps import EpisodeSteps, name_of, steps_of
from library.admin.filters import BandFilter, ConfidenceFilter, LensFilter, QueueFilter
from library.admin.versioned import VersionedAdmin
from library.models import Episode
from library.pages.episode.page import EpisodePage
from library.services.preview_links import preview_path
from library.services.review import RELATED
from scoring.curation.episode_edits import save_draft
from scoring.curation.workflow import shortcomings


@admin.register(Episode)
class EpisodeAdmin(
    EpisodeSteps, EpisodeActions, DeletesDependents, Choosing, EpisodeFiles, VersionedAdmin
):
    """Episode form, with fields in the order of the public page; the status is read-only."""

    formfield_overrides = HTTPS
    form = EpisodeForm
    list_display = [
        "title", "status", "strip", "show", "band", "lens", "confidence", "assignee",
    ]  # fmt: skip
    list_filter = [
        QueueFilter, "status", BandFilter, LensFilter, ConfidenceFilter, "show", "shelf",
    ]  # fmt: skip
    list_per_page = 50
    search_fields = [
        "title", "slug", "summary", "guests__name", "show__title", "shelf__title",
    ]  # fmt: skip
    readonly_fields = ["status"]
    autocomplete_fields = ["show", "shelf", "guests", "tags"]
    prepopulated_fields = {"slug": ["title"]}
    change_form_template = "admin/library/episode/change_form.html"
    fieldsets = [
        ("Episode", {"fields": ["show", "shelf", "published_on", "title", "slug", "guests"]}),
        (
            "Introduction",
            {"fields": ["claim", "why_it_matters", "why_it_matters_by", "summary", "summary_by"]},
        ),
        ("Note and tags", {"fields": ["editor_note", "editor_note_by", "tags"]}),
        ("Transcript licence", {"fields": ["text_may_be_shared", "text_licence"]}),
        (
            "Video and audio",
            {
                "fields": [
                    "video_id",
                    "audio_url",
                    "audio_type",
                    "audio_bytes",
                    "stated_duration",
                    "is_sample",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Episode]:
        return Episode.objects.with_lead_assessment().select_related(
            "show", "shelf", "assignment__assignee"
        )

    @admin.display(description="position")
    def strip(self, episode: Episode) -> str:
        return render_to_string("admin/library/episode/_strip.html", {"episode": episode})

    @admin.display(description="assigned to", ordering="assignment__assignee__username")
    def assignee(self, episode: Episode) -> str:
        assignment = getattr(episode, "assignment", None)
        return name_of(assignment.assignee) if assignment and assignment.assignee else "–"

    @admin.display(description="band", ordering="assessments__band")
    def band(self, episode: Episode) -> str:
        lead = episode.lead_assessment
        return (lead.get_band_display() if lead else "") or "–"

    @admin.display(description="lens")
    def lens(self, episode: Episode) -> str:
        return episode.lead_assessment.get_lens_display() if episode.lead_assessment else "–"

    @admin.display(description="confidence")
    def confidence(self, episode: Episode) -> str:
        lead = episode.lead_assessment
        return lead.get_confidence_display() if lead else "–"

    def save_model(
        self, request: HttpRequest, obj: Episode, form: ModelForm[Episode], change: bool
    ) -> None:
        """Save a draft, or propose the change if the episode is published."""
        data = form.cleaned_data
        related: dict[str, Any] = {name: data[name] for name in RELATED if name in data}
        minor = bool(data.get("minor"))
        request.waiting_change = save_draft(  # type: ignore[attr-defined]
            obj, by=request.user, changed=form.changed_data, related=related, minor=minor
        )
        # The service has saved the guests and tags, or has proposed them with the other changes.
        form.save_m2m = lambda: None  # type: ignore[method-assign]

    def response_change(self, request: HttpRequest, obj: Episode) -> HttpResponse:
        """Redirect to the pending change if the episode is published."""
        waiting = getattr(request, "waiting_change", None)
        if waiting is None:
            response: HttpResponse = super().response_change(request, obj)
            return response
        messages.success(request, "Saved. The page will change once a second person accepts it.")
        return redirect("admin:library_pendingchange_change", waiting.pk)

    def get_fieldsets(self, request: HttpRequest, obj: Episode | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        is_public = obj is not None and obj.status == Episode.Status.PUBLISHED
        return [*fieldsets, ("Review", {"fields": ["minor"]})] if is_public else fieldsets

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/preview/", view(self.preview), name="library_preview"),
            path("<int:pk>/drawing/", view(self.drawing), name="library_drawing"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a preview of the page, with an expiring link for reviewers."""
        page = self._page(request, pk)
        context: dict[str, Any] = {"page": page}
        if page.episode.status != Episode.Status.PUBLISHED:
            page.episode.preview_url = preview_path(page.episode)
            context["link"] = request.build_absolute_uri(page.episode.preview_url)
        return render(request, "library/episode.html", context)

    def drawing(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Return the charts and assessments as HTML, to refresh the preview on the form."""
        page = self._page(request, pk)
        return render(request, "admin/library/episode/_preview.html", {"page": page})

    def _page(self, request: HttpRequest, pk: int) -> EpisodePage:
        episode = get_object_or_404(Episode.objects.select_related("show", "shelf"), pk=pk)
        if not self.has_view_permission(request, episode):
            raise PermissionDenied
        return EpisodePage(episode)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Episode | None = None,
    ) -> HttpResponse:
        if obj is not None:
            stored = Episode.objects.get(pk=obj.pk)
            context["page"] = EpisodePage(stored)
            context["waiting"] = stored.pending_changes.waiting().select_related("proposed_by")
            context["lines"] = stored.history.select_related("history_user")[:3]
            context["shortcomings"] = (
                shortcomings(stored) if stored.status == Episode.Status.DRAFT else []
            )
            context |= steps_of(stored, request.user)
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response
