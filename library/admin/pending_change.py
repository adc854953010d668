"""Admin for pending changes to published pages."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from library.admin.job import person
from library.admin.versioned import VersionedAdmin
from library.models import PendingChange
from library.pages.curation.differences import ProposedChange
from library.services.versions import version_of
from library.tasks import queue_webhooks
from scoring.curation.pending_changes import accept, acceptance_faults, send_back
from scoring.curation.workflow import Rejected
from scoring.tasks import queue_scoring


@admin.register(PendingChange)
class PendingChangeAdmin(VersionedAdmin):
    """Lists pending changes, shows the proposed differences, and records decisions."""

    list_display = ["episode", "kind", "state", "proposed_by", "proposed_at", "decided_by"]
    list_filter = ["state", "kind"]
    list_select_related = ["episode", "proposed_by", "decided_by"]
    search_fields = ["episode__title", "episode__slug"]
    actions = None
    view_on_site = False
    change_form_template = "admin/library/pendingchange/change_form.html"
    fields = [
        "episode", "kind", "state", "reason", "proposed_by", "proposed_at", "decided_by",
        "decided_at", "note",
    ]  # fmt: skip
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[PendingChange]:
        return PendingChange.objects.defer("transcript__cues")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PendingChange | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        decide = self.admin_site.admin_view(require_POST(self.decide))
        return [
            path("<int:pk>/decide/", decide, name="library_pendingchange_decide"),
            *super().get_urls(),
        ]

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept a change or send it back, or show every reason why that is not allowed."""
        change = get_object_or_404(PendingChange, pk=pk)
        note = request.POST.get("note", "")
        try:
            if "return" in request.POST:
                send_back(change, by=request.user, note=note)
                messages.success(request, "Returned to its author.")
            else:
                prefix = "corrected-"
                corrected = {
                    name.removeprefix(prefix): str(text).replace("\r\n", "\n")
                    for name, text in request.POST.items()
                    if name.startswith(prefix)
                }
                seen = request.POST.get("seen", "")
                done = accept(
                    change,
                    by=request.user,
                    note=note,
                    corrected=corrected,
                    seen=int(seen) if seen.isdecimal() else 0,
                )
                if done.transcript is not None:
                    queue_scoring(done.transcript, by=person(request))
                queue_webhooks()
                messages.success(request, "Accepted. The page has been updated.")
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, reason)
        return redirect("admin:library_pendingchange_change", pk)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: PendingChange | None = None,
    ) -> HttpResponse:
        if obj is not None:
            context["proposed"] = ProposedChange(obj)
            context["faults"] = acceptance_faults(obj, request.user)
            context["version"] = version_of(obj)
            context["waits"] = obj.state == PendingChange.State.WAITING
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response
