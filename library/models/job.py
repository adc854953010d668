"""Long work: jobs, and the items they consist of."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from library.job_querysets import JobItemQuerySet, JobQuerySet
from library.models.job_progress import Progress


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
