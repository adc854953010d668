"""Admin for moderating reader challenges."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from library.admin.versioned import VersionedAdmin, VersionedForm
from library.text.number_formats import signed
from scoring.curation.reader_challenges import ChallengeError, decide, decision_faults
from scoring.models import Challenge

SHOWN_CHARACTERS = 300
"""Longer reader comments are shortened to this many characters in the list."""


class DecisionForm(VersionedForm):
    class Meta:
        model = Challenge
        fields = ["state", "answer", "score", "lens"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        faults = decision_faults(
            self.instance,
            state=data.get("state", ""),
            answer=data.get("answer", ""),
            score=data.get("score"),
            lens=data.get("lens", ""),
        )
        # Django does not check database constraints on a field that already has an error.
        for name, sentence in faults.items():
            self.add_error(name, sentence)
        return data


@admin.register(Challenge)
class ChallengeAdmin(VersionedAdmin):
    """Admin for accepting, rejecting and answering challenges, and for labelling passages."""

    form = DecisionForm
    list_display = [
        "about", "state", "kind", "opening", "seen", "proposed", "received_at", "decided_by",
    ]  # fmt: skip
    change_form_template = "admin/scoring/challenge/change_form.html"
    list_filter = ["state", "kind", "proposed", "received_at"]
    list_select_related = ["episode", "segment", "decided_by"]
    search_fields = [
        "episode__title", "episode__slug", "episode__show__title", "episode__shelf__title",
        "words", "answer",
    ]  # fmt: skip
    actions = ["count_opinions", "reject", "mark_spam"]
    readonly_fields = [
        "about", "kind", "seen", "reading", "passage", "proposed", "words", "received_at",
        "decided_by", "decided_at",
    ]  # fmt: skip
    fieldsets = [
        ("Reader challenge", {"fields": [*readonly_fields[:8]]}),
        ("Decision", {"fields": ["state", "answer", "score", "lens", "decided_by", "decided_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Challenge]:
        queryset: QuerySet[Challenge] = super().get_queryset(request)
        queryset = queryset.select_related("episode", "segment", "assessment")
        return queryset.defer("assessment__trail")

    @admin.display(description="about", ordering="episode__title")
    def about(self, challenge: Challenge) -> str:
        segment = challenge.segment
        return (
            f"{challenge.episode}, segment {segment.index}" if segment else str(challenge.episode)
        )

    @admin.display(description="reader's comment")
    def opening(self, challenge: Challenge) -> str:
        return Truncator(challenge.words).chars(SHOWN_CHARACTERS)

    @admin.display(description="score seen", ordering="shown")
    def seen(self, challenge: Challenge) -> str:
        return signed(challenge.shown)

    @admin.display(description="made by")
    def reading(self, challenge: Challenge) -> str:
        assessment = challenge.assessment
        if assessment is None:
            return "deleted"
        return assessment.assessor or f"{assessment.scorer} {assessment.scorer_version}"

    @admin.display(description="passage")
    def passage(self, challenge: Challenge) -> str | SafeString:
        if challenge.segment is None:
            url = challenge.episode.get_absolute_url()
            return format_html('<a href="{}">View episode on site</a>', url)
        url = f"{challenge.episode.transcript_url}#s{challenge.segment.index}"
        text = challenge.segment.text
        return format_html('{} <a href="{}">View on site</a>', text, url)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Challenge, form: Any, change: bool) -> None:
        data = form.cleaned_data
        decide(
            obj,
            state=Challenge.State(data["state"]),
            by=request.user,  # type: ignore[arg-type]
            answer=data["answer"],
            score=data["score"],
            lens=data["lens"],
        )

    def response_change(self, request: HttpRequest, obj: Challenge) -> HttpResponse:
        """After a save, open the oldest waiting challenge if the URL has `?then=next`."""
        if request.GET.get("then") != "next":
            response: HttpResponse = super().response_change(request, obj)
            return response
        messages.success(request, f"{obj}: {obj.get_state_display().lower()}.")
        waiting = Challenge.objects.waiting().order_by("received_at", "pk").first()
        if waiting is None:
            messages.success(request, "No challenges are waiting.")
            return redirect("admin:scoring_challenge_changelist")
        return redirect("admin:scoring_challenge_change", waiting.pk)

    @admin.action(description="Accept selected opinions", permissions=["change"])
    def count_opinions(self, request: HttpRequest, chosen: QuerySet[Challenge]) -> None:
        """Accept the selected challenges, except those about passages, which need an answer."""
        opinions = chosen.exclude(kind=Challenge.Kind.MISREAD)
        self._decide_all(request, opinions, Challenge.State.ACCEPTED)

    @admin.action(description="Reject selected challenges", permissions=["change"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Challenge]) -> None:
        self._decide_all(request, chosen, Challenge.State.REJECTED)

    @admin.action(description="Mark selected challenges as spam", permissions=["change"])
    def mark_spam(self, request: HttpRequest, chosen: QuerySet[Challenge]) -> None:
        self._decide_all(request, chosen, Challenge.State.SPAM)

    def _decide_all(
        self, request: HttpRequest, chosen: QuerySet[Challenge], state: Challenge.State
    ) -> None:
        count = 0
        for challenge in chosen.order_by("pk"):
            try:
                decide(
                    challenge,
                    state=state,
                    by=request.user,  # type: ignore[arg-type]
                    answer=challenge.answer,
                    score=challenge.score,
                    lens=challenge.lens,
                )
                count += 1
            except ChallengeError as error:
                messages.error(request, f"{challenge}: {error}")
        messages.success(request, f"{count} marked as {state.label.lower()}.")
