"""Where moderators read what readers say of scores."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString

from library.text.number_formats import signed
from scoring.curation.reader_challenges import NotTaken, decide, decision_fault
from scoring.models import Challenge


class DecisionForm(forms.ModelForm[Challenge]):
    class Meta:
        model = Challenge
        fields = ["state", "answer", "score", "lens"]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        fault = decision_fault(
            self.instance,
            state=said.get("state", ""),
            answer=said.get("answer", ""),
            score=said.get("score"),
            lens=said.get("lens", ""),
        )
        if fault:
            raise forms.ValidationError(fault)
        return said


@admin.register(Challenge)
class ChallengeAdmin(admin.ModelAdmin[Challenge]):
    """What readers sent stays as it is; the moderator decides, answers and places the passage."""

    form = DecisionForm
    list_display = ["about", "kind", "state", "seen", "proposed", "received_at", "decided_by"]
    list_filter = ["state", "kind", "proposed", "received_at"]
    list_select_related = ["episode", "segment", "decided_by"]
    search_fields = ["episode__title", "episode__slug", "words", "answer"]
    actions = ["count_opinions", "reject", "mark_spam"]
    readonly_fields = [
        "about", "kind", "seen", "reading", "passage", "proposed", "words", "received_at",
        "decided_by", "decided_at",
    ]  # fmt: skip
    fieldsets = [
        ("What the reader says", {"fields": [*readonly_fields[:8]]}),
        ("Decision", {"fields": ["state", "answer", "score", "lens", "decided_by", "decided_at"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Challenge]:
        found = super().get_queryset(request).select_related("episode", "segment", "assessment")
        return found.defer("assessment__trail")

    @admin.display(description="about", ordering="episode__title")
    def about(self, challenge: Challenge) -> str:
        segment = challenge.segment
        return (
            f"{challenge.episode}, segment {segment.index}" if segment else str(challenge.episode)
        )

    @admin.display(description="score seen", ordering="shown")
    def seen(self, challenge: Challenge) -> str:
        return signed(challenge.shown)

    @admin.display(description="made by")
    def reading(self, challenge: Challenge) -> str:
        made = challenge.assessment
        if made is None:
            return "no longer stored"
        return made.assessor or f"{made.scorer} {made.scorer_version}"

    @admin.display(description="passage")
    def passage(self, challenge: Challenge) -> str | SafeString:
        if challenge.segment is None:
            address = challenge.episode.get_absolute_url()
            return format_html('<a href="{}">The episode on the site</a>', address)
        address = f"{challenge.episode.transcript_url}#s{challenge.segment.index}"
        text = challenge.segment.text
        return format_html('{} <a href="{}">On the site</a>', text, address)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Challenge, form: Any, change: bool) -> None:
        said = form.cleaned_data
        decide(
            obj,
            state=Challenge.State(said["state"]),
            by=request.user,  # type: ignore[arg-type]
            answer=said["answer"],
            score=said["score"],
            lens=said["lens"],
        )

    @admin.action(description="Count selected opinions", permissions=["change"])
    def count_opinions(self, request: HttpRequest, chosen: QuerySet[Challenge]) -> None:
        """Accept agreement and disagreement; what is said of passages needs an answer each."""
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
        done = 0
        for one in chosen.order_by("pk"):
            said = {"answer": one.answer, "score": one.score, "lens": one.lens}
            try:
                decide(one, state=state, by=request.user, **said)  # type: ignore[arg-type]
                done += 1
            except NotTaken as error:
                messages.error(request, f"{one}: {error}")
        messages.success(request, f"{done} decided: {state.label.lower()}.")
