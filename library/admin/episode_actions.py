"""Bulk actions on the episode list."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.sites import AdminSite
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from library.admin.choosing import ChooseMany, ChooseOne
from library.admin.job import assess_again
from library.models import Episode, Shelf, Tag
from library.tasks import queue_webhooks
from scoring.core.registry import SCORERS
from scoring.curation.bulk import Outcome, edit_selected, take_step

MAX_SELECTED = 200
"""Maximum number of episodes per request; each one is locked and checked separately."""
REFUSALS_SHOWN = 10
PAID = "language-model"
"""Name prefix of paid scorers; only a management command, which shows the cost, can start them."""


class ChangeForm(forms.Form):
    """New shelf, tags or scorer for the selected episodes; empty fields are ignored."""

    scorer = forms.ChoiceField(
        required=False, help_text="Rescores the current transcripts with this scorer."
    )

    def __init__(self, *args: Any, site: AdminSite, **options: Any) -> None:
        super().__init__(*args, **options)
        shelf, tags = Episode._meta.get_field("shelf"), Episode._meta.get_field("tags")
        self.fields["shelf"] = forms.ModelChoiceField(
            Shelf.objects.all(), required=False, widget=ChooseOne(shelf, site)
        )
        self.fields["tags"] = forms.ModelMultipleChoiceField(
            Tag.objects.all(), required=False, widget=ChooseMany(tags, site), label="Add tags"
        )
        names = [name for name in SCORERS.names() if not name.startswith(PAID)]
        scorer: Any = self.fields["scorer"]
        scorer.choices = [("", "do not rescore"), *((name, name) for name in names)]
        self.order_fields(["shelf", "tags", "scorer"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not (self.errors or any(data.values())):
            raise forms.ValidationError("Choose a shelf, a tag or a scorer.")
        return data


class EpisodeActions(ModelAdmin[Any]):
    actions = ["submit_selected", "publish_selected", "change_selected", assess_again]

    def has_submit_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("library.submit_episode")

    def has_review_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("library.review_episode")

    @admin.action(description="Submit selected episodes for review", permissions=["submit"])
    def submit_selected(self, request: HttpRequest, chosen: QuerySet[Episode]) -> None:
        if _few(request, chosen):
            outcome = take_step("submit", chosen, by=request.user)
            _report(request, outcome, "submitted for review")

    @admin.action(description="Publish selected episodes", permissions=["review"])
    def publish_selected(self, request: HttpRequest, chosen: QuerySet[Episode]) -> None:
        if _few(request, chosen):
            _report(request, take_step("publish", chosen, by=request.user), "published")
            queue_webhooks()

    @admin.action(
        description="Change shelf, tags or scorer of selected episodes", permissions=["change"]
    )
    def change_selected(
        self, request: HttpRequest, chosen: QuerySet[Episode]
    ) -> HttpResponse | None:
        """Show the form, or apply it to the selected episodes."""
        if not _few(request, chosen):
            return None
        sent = request.POST if "apply" in request.POST else None
        form = ChangeForm(sent, site=self.admin_site)
        if sent is None or not form.is_valid():
            return self._form_page(request, chosen, form)
        data = form.cleaned_data
        if data["shelf"] or data["tags"]:
            outcome = edit_selected(chosen, shelf=data["shelf"], tags=data["tags"], by=request.user)
            _report(request, outcome, "changed")
        if data["scorer"]:
            return assess_again(self, request, chosen, SCORERS.get(data["scorer"]))
        return None

    def _form_page(
        self, request: HttpRequest, chosen: QuerySet[Episode], form: ChangeForm
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Change selected episodes",
            "form": form,
            "media": self.media + form.media,
            "chosen": chosen,
            "checkbox": ACTION_CHECKBOX_NAME,
            "across": request.POST.get("select_across", "0"),
        }
        return render(request, "admin/library/episode/change_selected.html", context)


def _few(request: HttpRequest, chosen: QuerySet[Episode]) -> bool:
    if chosen.count() <= MAX_SELECTED:
        return True
    messages.error(request, f"Select at most {MAX_SELECTED} episodes at once.")
    return False


def _report(request: HttpRequest, outcome: Outcome, deed: str) -> None:
    """Show the number of changed episodes and the reasons for any that were skipped."""
    if outcome.done:
        noun = "episode" if outcome.done == 1 else "episodes"
        messages.success(request, f"{outcome.done} {noun} {deed}.")
    if outcome.waiting:
        messages.info(
            request,
            f"Published episodes that wait for a second person to accept the change: "
            f"{outcome.waiting}.",
        )
    if not (outcome.done or outcome.waiting or outcome.refusals):
        messages.info(request, "No episode needed a change.")
    for title, reason in outcome.refusals[:REFUSALS_SHOWN]:
        messages.error(request, f"{title}: {reason}")
    more = len(outcome.refusals) - REFUSALS_SHOWN
    if more > 0:
        messages.error(request, f"{more} further reasons are not shown.")
