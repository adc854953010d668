from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST
from simple_history.admin import SimpleHistoryAdmin

from library.admin.addresses import HTTPS
from library.admin.choosing import Choosing
from library.admin.episode_files import EpisodeFiles
from library.admin.filters import BandFilter, ConfidenceFilter, LensFilter, QueueFilter
from library.admin.job import assess_again
from library.models import Episode
from library.pages.episode.page import EpisodePage
from library.tasks import queue_webhooks
from scoring.curation.episode_edits import save_draft
from scoring.curation.workflow import FROM, STEPS, Refused, refusals, shortcomings

BUTTONS = {
    "submit": "Hand in for review",
    "withdraw": "Take back",
    "publish": "Publish",
    "return": "Return to the editor",
    "archive": "Archive",
    "restore": "Bring back",
    "override": "Publish against the rules",
}


class EpisodeForm(ModelForm[Episode]):
    """An older version of an episode is shown with the guests and tags that it had."""

    def __init__(self, *args: Any, **options: Any) -> None:
        version = getattr(options.get("instance"), "_history", None)
        if version is not None:
            options["initial"] = {
                "guests": list(version.guests.values_list("guest", flat=True)),
                "tags": list(version.tags.values_list("tag", flat=True)),
            }
        super().__init__(*args, **options)


@admin.register(Episode)
class EpisodeAdmin(Choosing, EpisodeFiles, SimpleHistoryAdmin):  # type: ignore[misc]
    """The form follows the order of the public page; the workflow moves the state."""

    formfield_overrides = HTTPS
    form = EpisodeForm
    list_display = ["title", "show", "strip", "band", "lens", "confidence", "status"]
    list_filter = [
        QueueFilter, "status", BandFilter, LensFilter, ConfidenceFilter, "show", "shelf",
    ]  # fmt: skip
    list_per_page = 50
    search_fields = ["title", "slug", "summary", "guests__name"]
    readonly_fields = ["status"]
    autocomplete_fields = ["show", "shelf", "guests", "tags"]
    prepopulated_fields = {"slug": ["title"]}
    actions = [assess_again]
    change_form_template = "admin/library/episode/change_form.html"
    object_history_list_template = "admin/history_list.html"
    fieldsets = [
        ("What it is", {"fields": ["show", "shelf", "published_on", "title", "slug", "guests"]}),
        (
            "Why it is here",
            {"fields": ["claim", "why_it_matters", "why_it_matters_by", "summary", "summary_by"]},
        ),
        ("What follows the map", {"fields": ["editor_note", "editor_note_by", "tags"]}),
        ("The words", {"fields": ["text_may_be_shared", "text_licence"]}),
        (
            "Play",
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

    class Media:
        js = ["js/curation.js"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Episode]:
        return Episode.objects.with_lead_assessment().select_related("show", "shelf")

    @admin.display(description="position")
    def strip(self, episode: Episode) -> str:
        return render_to_string("admin/library/episode/_strip.html", {"episode": episode})

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
        save_draft(obj, by=request.user, changed=form.changed_data)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/workflow/", view(require_POST(self.workflow)), name="library_workflow"),
            path("<int:pk>/preview/", view(self.preview), name="library_preview"),
            path("<int:pk>/drawing/", view(self.drawing), name="library_drawing"),
            *super().get_urls(),
        ]

    def workflow(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one step of the workflow, or say every reason against it."""
        episode = get_object_or_404(Episode, pk=pk)
        step = STEPS.get(request.POST.get("step", ""))
        if step is None or not self.has_view_permission(request, episode):
            raise PermissionDenied
        try:
            moved = step(episode, by=request.user, reason=request.POST.get("reason", ""))
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, reason)
        else:
            queue_webhooks()
            messages.success(request, f"It is {moved.get_status_display().lower()} now.")
        return redirect("admin:library_episode_change", pk)

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The public page as it would be."""
        return render(request, "library/episode.html", {"page": self._page(request, pk)})

    def drawing(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Strip, arc and the judgements side by side, to be put into the form anew."""
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
            context["lines"] = stored.history.select_related("history_user")[:3]
            context["shortcomings"] = (
                shortcomings(stored) if stored.status == Episode.Status.DRAFT else []
            )
            context["steps"] = [
                (step, label, refusals(step, stored, by=request.user, reason="given later"))
                for step, label in BUTTONS.items()
                if stored.status in FROM[step]
            ]
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response
