from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from library.admin.choosing import Choosing
from library.admin.job import person
from library.pages.episode.assessments import Judgements
from library.text.number_formats import signed
from scoring.admin.hand_in import (
    FileForm,
    HandInForm,
    OverrideFormSet,
    filled_rows,
    read_forms,
    show_faults,
)
from scoring.core.assessment_file import AssessmentFileError, read_assessment
from scoring.curation.editorial_assessments import (
    HandedIn,
    episode_of,
    import_assessment,
    review_assessment,
    take_back_assessment,
)
from scoring.curation.workflow import Refused
from scoring.models import Assessment


@admin.register(Assessment)
class AssessmentAdmin(Choosing):
    """Automatic assessments are made by scorers, editorial ones handed in; none is changed."""

    list_display = [
        "episode", "kind", "status", "score", "band", "lens", "confidence", "leads", "made_by",
    ]  # fmt: skip
    list_filter = ["kind", "status", "band", "lens", "confidence", "leads", "scorer"]
    list_select_related = ["episode"]
    search_fields = ["episode__title", "episode__slug", "assessor"]
    autocomplete_fields = ["episode"]
    actions = ["publish", "withdraw"]
    exclude = ["trail"]
    change_form_template = "admin/scoring/assessment/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        return super().get_queryset(request).defer("trail")

    @admin.display(description="position", ordering="position")
    def score(self, assessment: Assessment) -> str:
        return "not placed" if assessment.position is None else signed(assessment.position)

    @admin.display(description="made by")
    def made_by(self, assessment: Assessment) -> str:
        return assessment.assessor or f"{assessment.scorer} {assessment.scorer_version}"

    def has_change_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("scoring.publish_assessment")

    @admin.action(description="Publish selected editorial assessments", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Assessment]) -> None:
        found = chosen.filter(kind=Assessment.Kind.EDITORIAL, status=Assessment.Status.DRAFT)
        done = _each(request, found, review_assessment)
        if done:
            messages.success(request, f"{done} published; each leads its episode's page.")

    @admin.action(description="Withdraw selected editorial assessments", permissions=["publish"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Assessment]) -> None:
        found = chosen.filter(kind=Assessment.Kind.EDITORIAL, status=Assessment.Status.PUBLISHED)
        done = _each(request, found, take_back_assessment)
        if done:
            messages.success(request, f"{done} withdrawn; they stay stored as drafts.")

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Hand in an assessment, typed or as a file; it is stored as a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by_file = "by_file" in request.POST
        typed = request.POST if request.method == "POST" and not by_file else None
        known = {"episode": request.GET.get("episode"), "assessor": str(request.user)}
        form = HandInForm(typed, initial=known, site=self.admin_site)
        rows = OverrideFormSet(typed, prefix="overrides")
        file_form = FileForm(request.POST, request.FILES) if by_file else FileForm()
        by = person(request)
        handed = _hand_in_file(file_form, by) if by_file else _hand_in_forms(form, rows, by)
        if handed:
            said = "Handed in as a draft." if handed.changed else "This was handed in before."
            self.message_user(request, f"{said} Once published, it leads its episode's page.")
            return redirect("admin:scoring_assessment_change", handed.assessment.pk)
        context = {"form": form, "rows": rows, "file_form": file_form, **(extra_context or {})}
        return self._hand_in_page(request, context)

    def _hand_in_page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": "Hand in an assessment",
            "media": self.media + context["form"].media,
        }
        return render(request, "admin/scoring/assessment/hand_in.html", context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Assessment | None = None,
    ) -> HttpResponse:
        if obj is not None:
            published = list(obj.episode.assessments.published().defer("trail"))
            automatic = [one for one in published if one.kind == Assessment.Kind.AUTOMATIC]
            context["judgements"] = Judgements(published, automatic[0] if automatic else None)
            scores = obj.segment_scores.exclude(reason="").select_related("segment")
            context["overrides"] = scores.order_by("segment__index")
        return super().render_change_form(request, context, add, change, form_url, obj)


def _each(request: HttpRequest, chosen: QuerySet[Assessment], act: Callable[..., None]) -> int:
    """Do `act` with each, and say every reason against it; return how many it was done with."""
    done = 0
    for one in chosen.select_related("episode").order_by("pk"):
        try:
            act(one, by=request.user)
        except Refused as refused:
            for reason in refused.reasons:
                messages.error(request, f"{one}: {reason}")
        else:
            done += 1
    return done


def _hand_in_forms(form: HandInForm, rows: Any, by: Any) -> HandedIn | None:
    if not (form.is_valid() and rows.is_valid()):
        return None
    said = read_forms(form, rows)
    if said is None:
        return None
    try:
        episode = form.cleaned_data["episode"]
        return import_assessment(said, episode=episode, publish=False, by=by)
    except AssessmentFileError as error:
        show_faults(error, form, filled_rows(rows))
        return None


def _hand_in_file(form: FileForm, by: Any) -> HandedIn | None:
    """Store the file in `form`, or return None with its faults in the form."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    try:
        said = read_assessment(file.read(), file.name, today=timezone.localdate())
        return import_assessment(said, episode=episode_of(said), publish=False, by=by)
    except AssessmentFileError as error:
        for fault in error.faults:
            form.add_error("file", str(fault))
        return None
