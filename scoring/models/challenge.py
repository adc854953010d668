"""Reader challenges to a passage's score or an episode's position."""

from collections.abc import Iterator
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from library.models import Episode, Segment
from scoring.core.spectrum import SCALE_MAX, SCALE_MIN, Band, Lens
from scoring.models.assessment import Assessment
from scoring.models.choices import choices
from scoring.models.labels import label_of


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def waiting(self) -> Self:
        return self.filter(state="waiting")

    def accepted(self) -> Self:
        return self.filter(state="accepted")

    def answered_of(self, transcript_id: int) -> Self:
        """Select accepted challenges to the segments of one transcript, in segment order."""
        answered = self.accepted().filter(segment__transcript=transcript_id)
        return answered.order_by("segment__index", "decided_at", "pk")

    def labels(self) -> Iterator[dict[str, Any]]:
        """Yield a label for each challenged segment that a moderator has scored."""
        decided = self.accepted().filter(kind="misread", score__isnull=False)
        rows = decided.select_related("segment__transcript__episode__show")
        rows = rows.defer("segment__transcript__cues")
        for challenge in rows.order_by("segment__transcript", "segment__index", "pk").iterator():
            segment, score, lens = challenge.segment, challenge.score, challenge.lens
            if segment is not None and score is not None:
                yield label_of(segment, f"challenge-{challenge.pk}", score, lens, how="challenge")


class Challenge(models.Model):
    """A reader's challenge or comment, displayed once a moderator has accepted it.

    A challenge never changes a score. Neither the reader's identity nor IP address is stored.
    """

    class Kind(models.TextChoices):
        MISREAD = "misread", "A passage is misread"
        AGREE = "agree", "Agrees with the position"
        DISAGREE = "disagree", "Disagrees with the position"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"
        SPAM = "spam", "Spam"

    episode = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="challenges")
    segment = models.ForeignKey(
        Segment, on_delete=models.CASCADE, related_name="challenges", null=True
    )
    assessment = models.ForeignKey(
        Assessment,
        on_delete=models.SET_NULL,
        related_name="challenges",
        null=True,
        help_text="The challenged assessment.",
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    shown = models.FloatField(help_text="The score shown to the reader.")
    proposed = models.CharField(
        "reader's band", max_length=20, choices=choices(Band), blank=True
    )  # fmt: skip
    words = models.TextField("reader's comment", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.TextField(
        blank=True, help_text="Shown with the reader's comment after acceptance."
    )
    score = models.FloatField(
        null=True,
        blank=True,
        help_text="Your score of the passage, -100 to 100. Score and lens together become a label.",
    )
    lens = models.CharField(max_length=20, choices=choices(Lens), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    decided_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField(auto_now_add=True)

    objects = ChallengeQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["received_at"])

    class Meta:
        verbose_name = "reader challenge"
        ordering = ["-received_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="misread", segment__isnull=False)
                | Q(kind__in=["agree", "disagree"], segment__isnull=True),
                name="challenge_is_of_a_passage_or_a_position",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "rejected", "spam"]),
                name="challenge_state_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted", kind="misread") | ~Q(answer=""),
                name="accepted_challenge_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True, lens="")
                | (Q(score__gte=SCALE_MIN, score__lte=SCALE_MAX) & ~Q(lens="")),
                name="challenge_label_is_whole",
            ),
        ]
        indexes = [
            models.Index("episode", "state", name="challenge_of_episode"),
            models.Index("state", F("received_at").desc(), name="challenge_queue"),
        ]

    def __str__(self) -> str:
        location = f", segment {self.segment.index}" if self.segment else ""
        return f"{self.episode}{location}: {self.get_kind_display().lower()}"
