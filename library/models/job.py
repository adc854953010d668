"""Models for background jobs and their items."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from library.models.fields import account_field
from library.models.job_progress import Progress, reason

STATES = ("waiting", "running", "done", "failed", "cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def with_progress(self) -> Self:
        """Annotate the item counts and an example of a failure, as needed by `job.progress`."""
        counts = {state: Count("items", filter=Q(items__state=state)) for state in STATES}
        partly = Count("items", filter=Q(items__state="failed", items__parts_done__gt=0))
        resolved = Count("items", filter=Q(items__state="failed", items__resolution__gt=""))
        failed = JobItem.objects.failed().filter(job=OuterRef("pk")).order_by("resolution", "pk")
        return self.annotate(
            **counts,
            partly_done=partly,
            resolved=resolved,
            failed_label=Subquery(failed.values("label")[:1]),
            failed_error=Subquery(failed.values("error")[:1]),
        )

    def with_failures(self) -> Self:
        """Return jobs with failed items that were neither dismissed nor repaired later."""
        return self.filter(Exists(JobItem.objects.unresolved().filter(job=OuterRef("pk"))))

    def ended_before(self, moment: datetime) -> Self:
        """Return jobs created before `moment` whose items had all ended by then."""
        ended = self.exclude(items__state__in=["waiting", "running"])
        return ended.exclude(items__finished_at__gte=moment).filter(created_at__lt=moment)


class JobItemQuerySet(models.QuerySet["JobItem"]):
    def claimable(self, now: datetime) -> Self:
        """Return waiting items, and running items with an expired lease.

        The condition depends only on the item's own row, so concurrent conditional updates are
        safe.
        """
        return self.filter(Q(state="waiting") | Q(state="running", leased_until__lt=now))

    def open(self) -> Self:
        """Return waiting and running items."""
        return self.filter(state__in=["waiting", "running"])

    def failed(self) -> Self:
        return self.filter(state="failed")

    def unresolved(self) -> Self:
        """Return failed items that were neither dismissed nor repaired later."""
        return self.failed().filter(resolution="")

    def counts_since(self, moment: datetime) -> dict[str, int]:
        """Count the waiting items, the running items, and the items that failed after `moment`.

        Failures that were dismissed or repaired are not counted.
        """
        failed = Q(state="failed", resolution="", finished_at__gt=moment)
        return self.aggregate(
            waiting=Count("pk", filter=Q(state="waiting")),
            running=Count("pk", filter=Q(state="running")),
            failed=Count("pk", filter=failed),
        )

    def unqueued(self, *, lost_before: datetime | None) -> Self:
        """Return waiting items that were never queued, or were last queued before `lost_before`."""
        lost = Q(queued_at=None)
        if lost_before is not None:
            lost |= Q(queued_at__lt=lost_before)
        return self.filter(lost, state="waiting")

    def exhausted(self, *, max_attempts: int) -> set[str]:
        """Return the subjects whose failed items took `max_attempts` or more attempts in total."""
        failed = self.filter(state="failed").order_by().values("subject")
        attempts = failed.annotate(tries=Sum("attempts")).filter(tries__gte=max_attempts)
        return set(attempts.values_list("subject", flat=True))

    def worst_first(self) -> Self:
        """Order by state: failed, running, waiting, cancelled, done."""
        order = ("failed", "running", "waiting", "cancelled", "done")
        ranks = [
            models.When(state=state, then=models.Value(rank)) for rank, state in enumerate(order)
        ]
        return self.order_by(models.Case(*ranks, output_field=models.IntegerField()), "pk")


class Job(models.Model):
    """A background job; its progress is computed from its items."""

    class Kind(models.TextChoices):
        SCORE = "score", "Score episodes"
        RESCORE = "rescore", "Rescore the library"
        IMPORT = "import", "Import transcripts"
        FEEDS = "feeds", "Import feeds"

    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    token = models.ForeignKey(
        "library.Token",
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="API token that started the job.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True)

    waiting: int
    running: int
    done: int
    failed: int
    cancelled: int
    partly_done: int
    resolved: int
    failed_label: str | None
    failed_error: str | None
    """Error of one failed item, as an example; `with_progress` sets this field and those above."""

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        permissions = [("view_status", "Can see the status of the site")]

    def __str__(self) -> str:
        return self.title

    @property
    def admin_url(self) -> str:
        return reverse("admin:library_job_change", args=[self.pk])

    @property
    def progress(self) -> Progress:
        return Progress(
            self.waiting,
            self.running,
            self.done,
            self.failed,
            self.cancelled,
            partly_done=self.partly_done,
            resolved=self.resolved,
            example=reason(self.failed_label or "", self.failed_error or ""),
        )


class JobItem(models.Model):
    """An item of a job.

    While an item is running, `holder` identifies the claim of its worker. The lease ends at
    `leased_until`; after that, another worker can claim the item.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    class Resolution(models.TextChoices):
        """How a failure was resolved."""

        DISMISSED = "dismissed", "Dismissed"
        SUPERSEDED = "superseded", "Repaired or repeated by a later run"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    subject = models.CharField(max_length=300, help_text="Unique within the job.")
    label = models.CharField(max_length=300)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True, help_text="Time of the last message to a worker.")
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True, help_text="Cause of the failure.")
    parts_done = models.PositiveIntegerField(
        default=0, help_text="Parts of a failed item that were done, such as drafts of a feed."
    )
    failures = models.JSONField(
        default=list, help_text="Failed parts of the item: {key, label, error}."
    )
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    resolved_at = models.DateTimeField(null=True)
    resolved_by = account_field()

    objects = JobItemQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "subject"], name="job_has_a_subject_once"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False) & ~Q(holder=""),
                name="running_item_is_held",
            ),
            models.CheckConstraint(
                condition=Q(resolution="") | Q(state="failed", resolved_at__isnull=False),
                name="only_failures_are_resolved",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "job"], name="job_item_by_state"),
            models.Index(fields=["subject"], name="job_item_by_subject"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def state_label(self) -> str:
        """State of the item for display; a failed item with completed parts is “Partly done”."""
        is_partial = self.state == "failed" and self.parts_done
        return "Partly done" if is_partial else self.State(self.state).label
