from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from library.admin.filters import FailedFilter
from library.models import Job, Transcript
from library.models.job import JobItem
from library.services.job_failures import dismiss_failures
from library.services.jobs import cancel_job, retry_job
from scoring.core.scorers import Scorer
from scoring.job_handlers import start_rescoring, start_scoring
from scoring.services.assessing import default_scorer
from scoring.tasks import queue_job

ITEMS_SHOWN = 100


@admin.register(Job)
class JobAdmin(admin.ModelAdmin[Job]):
    """Shows the progress of jobs, with buttons to retry or cancel them."""

    list_display = ["title", "state", "bar", "counts", "created_at", "created_by"]
    list_filter = ["kind", FailedFilter]
    actions = None
    list_select_related = ["created_by"]
    ordering = ["-created_at", "-pk"]
    change_list_template = "admin/library/job/change_list.html"
    change_form_template = "admin/library/job/change_form.html"
    fields = ["kind", "created_by", "token", "created_at", "cancelled_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        return super().get_queryset(request).with_progress()  # type: ignore[attr-defined,no-any-return]

    @admin.display(description="state")
    def state(self, job: Job) -> str:
        return job.progress.label

    @admin.display(description="progress")
    def bar(self, job: Job) -> SafeString:
        return format_html(
            '<progress max="{}" value="{}" aria-label="{}"></progress>',
            max(1, job.progress.total),
            job.progress.settled,
            job.progress.sentence,
        )

    @admin.display(description="items")
    def counts(self, job: Job) -> str:
        return job.progress.sentence

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        def post_view(view: Any) -> Any:
            return self.admin_site.admin_view(require_POST(view))

        return [
            path("rescore/", post_view(self.rescore), name="library_job_rescore"),
            path("<int:pk>/retry/", post_view(self.retry), name="library_job_retry"),
            path("<int:pk>/dismiss/", post_view(self.dismiss), name="library_job_dismiss"),
            path("<int:pk>/cancel/", post_view(self.cancel), name="library_job_cancel"),
            *super().get_urls(),
        ]

    def rescore(self, request: HttpRequest) -> HttpResponse:
        _require(request, "library.add_job")
        return follow(request, start_rescoring(by=person(request)))

    def retry(self, request: HttpRequest, pk: int) -> HttpResponse:
        _require(request, "library.change_job")
        job = get_object_or_404(Job, pk=pk)
        ids = retry_job(job)
        self.log_change(request, job, f"Retried {len(ids)} items")
        return follow(request, job, ids)

    def dismiss(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Dismiss one failed item of the job, or all of them."""
        _require(request, "library.change_job")
        job = get_object_or_404(Job, pk=pk)
        item = request.POST.get("item", "")
        if item and not item.isdecimal():
            raise Http404
        dismissed = dismiss_failures(job, by=person(request), item_id=int(item or 0) or None)
        if dismissed:
            self.log_change(request, job, f"Dismissed: {'; '.join(dismissed)}")
            messages.success(
                request, f"Dismissed failed items: {len(dismissed)}. They can still be retried."
            )
        else:
            messages.warning(request, "There are no failed items to dismiss.")
        return redirect(job.admin_url)

    def cancel(self, request: HttpRequest, pk: int) -> HttpResponse:
        _require(request, "library.change_job")
        job = get_object_or_404(Job, pk=pk)
        messages.success(request, f"{cancel_job(job)} items cancelled. Running items will finish.")
        return redirect(job.admin_url)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        live = JobItem.objects.open().exists()
        return super().changelist_view(request, {**(extra_context or {}), "live": live})

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        job = self.get_object(request, object_id)
        context = {**(extra_context or {})}
        if job is not None:
            items = job.items.worst_first().select_related("resolved_by")
            failed = job.items.unresolved().values("error")
            context |= {
                "job": job,
                "causes": failed.annotate(count=Count("pk")).order_by("-count", "error")[:10],
                "items": Paginator(items, ITEMS_SHOWN).get_page(request.GET.get("page")),
                "may_steer": request.user.has_perm("library.change_job"),
            }
        return super().change_view(request, object_id, form_url, context)


def follow(request: HttpRequest, job: Job, item_ids: list[int] | None = None) -> HttpResponse:
    """Send the waiting items of `job` to the workers and redirect to the page of the job."""
    if not queue_job(job, item_ids):
        messages.warning(
            request, f"No workers are configured. To run the job, use: manage.py run_jobs {job.pk}"
        )
    return redirect(job.admin_url)


@admin.action(description="Rescore selected episodes", permissions=["change"])
def assess_again(
    model: Any, request: HttpRequest, queryset: QuerySet[Any], scorer: Scorer | None = None
) -> HttpResponse:
    """Start a job that scores the current transcripts of the selected episodes."""
    _require(request, "library.add_job")
    transcripts = Transcript.objects.current().without_cues().select_related("episode")
    transcripts = transcripts.filter(episode__in=queryset.values("pk"))
    transcripts = transcripts.order_by("episode__title")
    if not transcripts:
        messages.warning(request, "The selected episodes have no transcripts.")
        return redirect(request.get_full_path())
    return follow(
        request, start_scoring(transcripts, scorer or default_scorer(), by=person(request))
    )


def person(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def _require(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied
