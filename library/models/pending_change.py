"""Model for changes to published pages that await review."""

from typing import Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from library.models.episode import Episode
from library.models.fields import account_field
from library.models.transcript import Transcript


class PendingChangeQuerySet(models.QuerySet["PendingChange"]):
    def waiting(self) -> Self:
        return self.filter(state="waiting")


class PendingChange(models.Model):
    """A proposed change to a published episode, created by `library.services.review`.

    `before` and `after` map each changed field to its value; relations are stored as primary keys.
    For speakers, they map names to [display name, role]. For a transcript, `before` contains the
    checksum of the transcript that it replaces.
    """

    class Kind(models.TextChoices):
        FIELDS = "fields", "Texts and details"
        TRANSCRIPT = "transcript", "Transcript"
        SPEAKERS = "speakers", "Speakers"
        ASSESSMENT = "assessment", "Withdrawal of an assessment"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for review"
        ACCEPTED = "accepted", "Accepted"
        RETURNED = "returned", "Returned"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="pending_changes")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    transcript = models.ForeignKey(
        Transcript, on_delete=models.CASCADE, related_name="pending_changes", null=True
    )
    before = models.JSONField(encoder=DjangoJSONEncoder)
    after = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    proposed_by = account_field()
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = account_field()
    decided_at = models.DateTimeField(null=True, editable=False)
    note = models.TextField(blank=True, help_text="Note from the reviewer to the author.")

    objects = PendingChangeQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "returned"]),
                name="pending_change_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | ~Q(state="waiting") & Q(decided_at__isnull=False),
                name="pending_change_is_decided_at_a_time",
            ),
        ]
        indexes = [
            models.Index("id", condition=Q(state="waiting"), name="pending_change_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.episode}: {self.get_kind_display().lower()}"

    def get_absolute_url(self) -> str:
        return reverse("admin:library_pendingchange_change", args=[self.pk])
