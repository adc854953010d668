"""Workflow buttons on the episode form."""

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from library.admin.choosing import MAX_DIGITS
from library.models import Assignment, Episode, ScheduledPublication
from library.tasks import queue_webhooks
from scoring.curation.assignments import EDIT, MAX_NOTE, assign, assignable
from scoring.curation.scheduling import schedule, unschedule
from scoring.curation.workflow import (
    FROM,
    NEEDS_REASON,
    PERMISSIONS,
    STEPS,
    Account,
    Rejected,
    rejection_reasons,
)

BUTTONS = {
    "submit": "Submit for review",
    "withdraw": "Withdraw",
    "publish": "Publish",
    "return": "Return to the editor",
    "archive": "Archive",
    "restore": "Restore",
    "override": "Publish without review",
}
CONFIRMATIONS = {
    "submit": "Submitted for review.",
    "withdraw": "Withdrawn from review.",
    "publish": "Published.",
    "return": "Returned to the editor.",
    "archive": "Archived.",
    "restore": "Restored.",
    "override": "Published without review.",
    "schedule": "Scheduled.",
    "unschedule": "The scheduled publication is cancelled.",
}


class EpisodeSteps(ModelAdmin[Any]):
    def get_urls(self) -> list[URLPattern]:
        def post_view(view: Any) -> Any:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<int:pk>/workflow/", post_view(self.workflow), name="library_workflow"),
            path("<int:pk>/assign/", post_view(self.assign), name="library_assign"),
            *super().get_urls(),
        ]

    def workflow(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a workflow step, or show every reason why it is not allowed."""
        episode = get_object_or_404(Episode, pk=pk)
        name = request.POST.get("step", "")
        if name not in CONFIRMATIONS or not self.has_view_permission(request, episode):
            raise PermissionDenied
        self._take(request, name, episode)
        return redirect("admin:library_episode_change", pk)

    def assign(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save the assignee, and the note for colleagues."""
        episode = get_object_or_404(Episode, pk=pk)
        chosen = request.POST.get("assignee", "")
        key = int(chosen) if chosen.isdecimal() and len(chosen) <= MAX_DIGITS else 0
        note = request.POST.get("note", "").replace("\0", "")
        try:
            to = assignable().filter(pk=key).first()
            if chosen and to is None:
                raise Rejected(["Choose an account with permission to change episodes."])
            assign(episode, to=to, note=note, by=request.user)
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, reason)
        else:
            messages.success(request, "Assignee and note saved.")
        return redirect("admin:library_episode_change", pk)

    def response_change(self, request: HttpRequest, obj: Episode) -> HttpResponse:
        """Submit the saved episode for review if “Save and submit” was used."""
        if "_submit" not in request.POST:
            return super().response_change(request, obj)
        messages.success(request, "Saved.")
        self._take(request, "submit", obj)
        return redirect("admin:library_episode_change", obj.pk)

    def _take(self, request: HttpRequest, name: str, episode: Episode) -> None:
        try:
            if name == "schedule":
                schedule(episode, by=request.user, publish_at=_chosen_time(request))
            elif name == "unschedule":
                unschedule(episode, by=request.user)
            else:
                STEPS[name](episode, by=request.user, reason=request.POST.get("reason", ""))
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, reason)
        else:
            queue_webhooks()
            messages.success(request, CONFIRMATIONS[name])


def _chosen_time(request: HttpRequest) -> datetime:
    """Return the publication time from the form, in the site's time zone."""
    try:
        moment = parse_datetime(request.POST.get("publish_at", ""))
        if moment is not None:
            aware = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
            return aware.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Rejected(["Enter the date and time of publication."])


def name_of(account: AbstractUser) -> str:
    """Return the full name of an account, or its username if it has none."""
    return account.get_full_name() or account.get_username()


def steps_of(episode: Episode, account: Account) -> dict[str, Any]:
    """Return the template context for the workflow buttons, the schedule and the assignment.

    It includes the steps that `account` may take now, and the reasons that block other steps.
    """
    reasons = {
        step: rejection_reasons(step, episode, by=account, reason="given later")
        for step in BUTTONS
        if episode.status in FROM[step] and account.has_perm(PERMISSIONS[step][0])
    }
    open_states = (Episode.Status.DRAFT, Episode.Status.SCORED)
    scheduled = ScheduledPublication.objects.filter(episode=episode).select_related("made_by")
    return {
        "steps": [(step, BUTTONS[step]) for step, against in reasons.items() if not against],
        "obstacles": [(BUTTONS[step], against) for step, against in reasons.items() if against],
        "may_submit": episode.status in open_states and account.has_perm(PERMISSIONS["submit"][0]),
        "needs_reason": bool(NEEDS_REASON & reasons.keys()),
        "schedule": scheduled.first(),
        "may_schedule": reasons.get("publish") == [],
        "may_unschedule": account.has_perm(PERMISSIONS["publish"][0]),
        "assignment": Assignment.objects.filter(episode=episode).first(),
        "colleagues": [(row.pk, name_of(row)) for row in assignable()]
        if account.has_perm(EDIT)
        else [],
        "max_note": MAX_NOTE,
        "time_zone": timezone.get_current_timezone_name(),
    }
