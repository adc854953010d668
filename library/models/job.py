"""Long work: jobs, and the items they consist of."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse

from library.models.job_progress import Progress

STATES = ("waiting", "running", "done", "failed", "cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def with_progress(self) -> Self:
        """Count the items of each state, as `job.progress` reads them."""
        return self.annotate(
            **{state: Count("items", filter=Q(items__state=state)) for state in STATES}
        )

    def with_failures(self) -> Self:
        """Jobs of which an item failed and was not retried."""
        return self.filter(items__state="failed").distinct()

    def ended_before(self, moment: datetime) -> Self:
        """Jobs made before `moment` of which no item is open or ended later."""
        settled = self.exclude(items__state__in=["waiting", "running"])
        return settled.exclude(items__finished_at__gte=moment).filter(created_at__lt=moment)


class JobItemQuerySet(models.QuerySet["JobItem"]):
    def free_to_take(self, now: datetime) -> Self:
        """Items that wait, or whose holder's lease has run out.

        It reads the item's own row only, so that an update with this condition is safe when two
        make it at once.
        """
        return self.filter(Q(state="waiting") | Q(state="running", leased_until__lt=now))

    def open(self) -> Self:
        """Items that wait or run."""
        return self.filter(state__in=["waiting", "running"])

    def failed(self) -> Self:
        return self.filter(state="failed")

    def counts_since(self, moment: datetime) -> dict[str, int]:
        """Return how many items wait and run, and how many failed after `moment`."""
        return self.aggregate(
            waiting=Count("pk", filter=Q(state="waiting")),
            running=Count("pk", filter=Q(state="running")),
            failed=Count("pk", filter=Q(state="failed", finished_at__gt=moment)),
        )

    def unqueued(self, *, lost_before: datetime | None) -> Self:
        """Items that wait and were never queued, or were queued before `lost_before`."""
        lost = Q(queued_at=None)
        if lost_before is not None:
            lost |= Q(queued_at__lt=lost_before)
        return self.filter(lost, state="waiting")

    def exhausted(self, *, max_attempts: int) -> set[str]:
        """Return the subjects that failed with `max_attempts` or more, summed over all jobs."""
        failed = self.filter(state="failed").order_by().values("subject")
        attempts = failed.annotate(tries=Sum("attempts")).filter(tries__gte=max_attempts)
        return set(attempts.values_list("subject", flat=True))

    def worst_first(self) -> Self:
        """What failed, then what runs, waits, was cancelled, is done."""
        order = ("failed", "running", "waiting", "cancelled", "done")
        places = [
            models.When(state=state, then=models.Value(place)) for place, state in enumerate(order)
        ]
        return self.order_by(models.Case(*places, output_field=models.IntegerField()), "pk")


class Job(models.Model):
    """Work that takes long, as a list of items; how far it is follows from their rows alone."""

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
        help_text="By which it was started over the API.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True)

    waiting: int
    running: int
    done: int
    failed: int
    cancelled: int
    """Filled by `with_progress`."""

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
        return Progress(self.waiting, self.running, self.done, self.failed, self.cancelled)


class JobItem(models.Model):
    """One piece of a job. Who works on it holds it until `leased_until`, under the name `holder`.

    A holder who dies lets the lease run out, and somebody else takes the item.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    subject = models.CharField(max_length=300, help_text="What it is about, once in a job.")
    label = models.CharField(max_length=300)
    payload = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    queued_at = models.DateTimeField(null=True, help_text="When a message was last sent for it.")
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=300, blank=True)
    error = models.TextField(blank=True, help_text="Why it failed.")

    objects = JobItemQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "subject"], name="job_has_a_subject_once"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(leased_until__isnull=False) & ~Q(holder=""),
                name="running_item_is_held",
            ),
        ]
        indexes = [models.Index(fields=["state", "job"], name="job_item_by_state")]

    def __str__(self) -> str:
        return self.label
