from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from library.admin.choosing import Choosing
from library.admin.history import HistoryAdmin
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
    PUBLISH,
    HandedIn,
    episode_of,
    import_assessment,
    review_assessment,
    review_reasons,
    take_back_assessment,
)
from scoring.curation.workflow import Rejected
from scoring.models import Assessment


@admin.register(Assessment)
class AssessmentAdmin(Choosing, HistoryAdmin):
    """Admin for assessments. Editors can add, publish and withdraw them, but not edit them."""

    list_display = [
        "episode", "status", "score", "kind", "band", "lens", "confidence", "leads", "made_by",
    ]  # fmt: skip
    list_filter = ["kind", "status", "band", "lens", "confidence", "leads", "scorer"]
    list_select_related = ["episode"]
    search_fields = [
        "episode__title", "episode__slug", "episode__show__title", "episode__shelf__title",
        "assessor",
    ]  # fmt: skip
    autocomplete_fields = ["episode"]
    actions = ["publish", "withdraw"]
    exclude = ["trail"]
    change_form_template = "admin/scoring/assessment/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Assessment]:
        assessments: QuerySet[Assessment] = super().get_queryset(request)
        return assessments.defer("trail")

    @admin.display(description="position", ordering="position")
    def score(self, assessment: Assessment) -> str:
        return "not placed" if assessment.position is None else signed(assessment.position)

    @admin.display(description="made by")
    def made_by(self, assessment: Assessment) -> str:
        return assessment.assessor or f"{assessment.scorer} {assessment.scorer_version}"

    def has_change_permission(self, request: HttpRequest, obj: Assessment | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        def post_view(view: Any) -> Any:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("<int:pk>/publish/", post_view(self.publish_one), name="assessment_publish"),
            path("<int:pk>/withdraw/", post_view(self.withdraw_one), name="assessment_withdraw"),
            *super().get_urls(),
        ]

    def publish_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(request, pk, review_assessment, "Published. It now leads the episode page.")

    def withdraw_one(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._do(
            request, pk, take_back_assessment, "Withdrawn. The assessment is a draft again."
        )

    def _do(
        self, request: HttpRequest, pk: int, action: Callable[..., object], done: str
    ) -> HttpResponse:
        assessment = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            waiting = action(assessment, by=request.user)
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, reason)
        else:
            later = "Saved. The page will change once a second person accepts it."
            messages.success(request, later if waiting else done)
        return redirect("admin:scoring_assessment_change", pk)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PUBLISH)

    @admin.action(description="Publish selected editorial assessments", permissions=["publish"])
    def publish(self, request: HttpRequest, chosen: QuerySet[Assessment]) -> None:
        drafts = chosen.filter(kind=Assessment.Kind.EDITORIAL, status=Assessment.Status.DRAFT)
        count = _apply(request, drafts, review_assessment)
        if count:
            messages.success(request, f"{count} published; they now lead their episode pages.")

    @admin.action(description="Withdraw selected editorial assessments", permissions=["publish"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Assessment]) -> None:
        published = chosen.filter(
            kind=Assessment.Kind.EDITORIAL, status=Assessment.Status.PUBLISHED
        )
        count = _apply(request, published, take_back_assessment)
        if count:
            messages.success(
                request,
                f"{count} withdrawn. A second person must accept each change to a published page.",
            )

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the page for adding an assessment, and store a submitted form or file as a draft."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        by_file = "by_file" in request.POST
        form_data = request.POST if request.method == "POST" and not by_file else None
        initial = {"episode": request.GET.get("episode"), "assessor": _public_name(request)}
        login = request.user.get_username()
        form = HandInForm(form_data, initial=initial, site=self.admin_site, login=login)
        rows = OverrideFormSet(form_data, prefix="overrides")
        file_form = FileForm(request.POST, request.FILES) if by_file else FileForm()
        by = person(request)
        result = _hand_in_file(file_form, by) if by_file else _hand_in_forms(form, rows, by)
        if result:
            outcome = "Saved as a draft." if result.changed else "Already saved; no change."
            self.message_user(
                request, f"{outcome} Publish the assessment to make it lead the page."
            )
            return redirect("admin:scoring_assessment_change", result.assessment.pk)
        context = {"form": form, "rows": rows, "file_form": file_form, **(extra_context or {})}
        return self._hand_in_page(request, context)

    def _hand_in_page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        context |= {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": "Add assessment",
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
            automatic = (row for row in published if row.is_summed_up)
            context["judgements"] = Judgements(published, next(automatic, None))
            scores = obj.segment_scores.exclude(reason="").select_related("segment")
            context["overrides"] = scores.order_by("segment__index")
            context |= _steps_of(obj, request)
        response: HttpResponse = super().render_change_form(
            request, context, add, change, form_url, obj
        )
        return response


def _public_name(request: HttpRequest) -> str:
    """Return the full name of the signed-in account, or '' if the account has none."""
    account = person(request)
    return str(account.get_full_name()) if account else ""


def _steps_of(assessment: Assessment, request: HttpRequest) -> dict[str, Any]:
    """Return the template context for the publish and withdraw buttons."""
    editorial = assessment.kind == Assessment.Kind.EDITORIAL
    published = assessment.status == Assessment.Status.PUBLISHED
    if not (editorial and request.user.has_perm(PUBLISH)):
        return {}
    if published:
        return {"may_withdraw": True}
    obstacles = review_reasons(assessment, by=request.user)
    return {"may_publish": not obstacles, "obstacles": obstacles}


def _apply(
    request: HttpRequest, assessments: QuerySet[Assessment], action: Callable[..., Any]
) -> int:
    """Call `action` on each assessment, show all errors, and return the number of successes."""
    count = 0
    for assessment in assessments.select_related("episode").order_by("pk"):
        try:
            action(assessment, by=request.user)
        except Rejected as error:
            for reason in error.reasons:
                messages.error(request, f"{assessment}: {reason}")
        else:
            count += 1
    return count


def _hand_in_forms(form: HandInForm, rows: Any, by: Any) -> HandedIn | None:
    if not (form.is_valid() and rows.is_valid()):
        return None
    file = read_forms(form, rows)
    if file is None:
        return None
    try:
        episode = form.cleaned_data["episode"]
        return import_assessment(file, episode=episode, publish=False, by=by)
    except AssessmentFileError as error:
        show_faults(error, form, filled_rows(rows))
        return None


def _hand_in_file(form: FileForm, by: Any) -> HandedIn | None:
    """Store the uploaded assessment, or add its errors to the form and return None."""
    if not form.is_valid():
        return None
    upload = form.cleaned_data["file"]
    try:
        file = read_assessment(upload.read(), upload.name, today=timezone.localdate())
        return import_assessment(file, episode=episode_of(file), publish=False, by=by)
    except AssessmentFileError as error:
        for fault in error.faults:
            form.add_error("file", str(fault))
        return None
