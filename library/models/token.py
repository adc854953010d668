"""Tokens, by which programs of editors write; and the answers kept for those that repeat."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class Scope(models.TextChoices):
    """What a token may be used for, as far as its owner may do it."""

    DRAFTS_READ = "drafts:read", "Read episodes that are not published, and jobs"
    EPISODES_WRITE = "episodes:write", "Make and change episodes"
    TRANSCRIPTS_WRITE = "transcripts:write", "Store transcripts"
    SCORING_RUN = "scoring:run", "Start scoring, and follow it"
    ASSESSMENTS_WRITE = "assessments:write", "Hand in editorial assessments"


NEEDS = {
    Scope.DRAFTS_READ: ("library.view_episode",),
    Scope.EPISODES_WRITE: ("library.add_episode", "library.change_episode"),
    Scope.TRANSCRIPTS_WRITE: ("library.add_transcript",),
    Scope.SCORING_RUN: ("library.add_job", "library.view_job"),
    Scope.ASSESSMENTS_WRITE: ("scoring.add_assessment",),
}
"""What the owner must be permitted for a scope to be of any use."""


class Token(models.Model):
    """A long random secret of one account, of which only the SHA-256 is stored.

    It is never changed and, so that histories can name it, kept when it is revoked.
    """

    name = models.CharField(max_length=100, help_text="What uses it; stands in the history.")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(max_length=12, editable=False, help_text="How the secret begins.")
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False, help_text="To the minute.")
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("keep_tokens", "Can see and revoke everybody's tokens")]

    def __str__(self) -> str:
        return f"{self.name} ({self.hint}…)"

    def state_at(self, moment: datetime) -> str:
        """Return `active`, `expired` or `revoked`."""
        if self.revoked_at is not None:
            return "revoked"
        return "active" if moment < self.expires_at else "expired"

    @property
    def state(self) -> str:
        return self.state_at(timezone.now())


class KeptAnswer(models.Model):
    """What a request with an Idempotency-Key was answered; without a status, it is being done.

    Who does it holds it by `claimed_at`, and stores the answer with the work in one transaction.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of what was asked.")
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="answer_is_kept_once_for_a_key")
        ]
        indexes = [models.Index(fields=["claimed_at"], name="kept_answer_by_age")]

    def __str__(self) -> str:
        return self.key
