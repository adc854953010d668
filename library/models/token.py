"""Models for API tokens, and for stored responses for Idempotency-Key."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class Scope(models.TextChoices):
    """An activity that a token allows, within the permissions of its owner."""

    DRAFTS_READ = "drafts:read", "Read unpublished episodes and jobs"
    EPISODES_WRITE = "episodes:write", "Create and change episodes"
    TRANSCRIPTS_WRITE = "transcripts:write", "Upload transcripts"
    SCORING_RUN = "scoring:run", "Start and poll scoring jobs"
    ASSESSMENTS_WRITE = "assessments:write", "Submit editorial assessments"


NEEDS = {
    Scope.DRAFTS_READ: ("library.view_episode",),
    Scope.EPISODES_WRITE: ("library.add_episode", "library.change_episode"),
    Scope.TRANSCRIPTS_WRITE: ("library.add_transcript",),
    Scope.SCORING_RUN: ("library.add_job", "library.view_job"),
    Scope.ASSESSMENTS_WRITE: ("scoring.add_assessment",),
}
"""Permissions that the owner needs for each scope."""


class Token(models.Model):
    """An API token; only the SHA-256 of its secret is stored.

    The name, scopes and expiry time never change. Revoked tokens are not deleted, because histories
    refer to them.
    """

    name = models.CharField(
        max_length=100, help_text="Name of the program that uses the token; shown in the history."
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="tokens"
    )
    digest = models.CharField(max_length=64, unique=True, editable=False)
    hint = models.CharField(
        max_length=12, editable=False, help_text="First characters of the secret."
    )
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(
        null=True, editable=False, help_text="Accurate to the minute."
    )
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        permissions = [("keep_tokens", "Can see and revoke all tokens")]

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


class IdempotentResponse(models.Model):
    """The stored response to a request with an Idempotency-Key.

    While the request is running, `status` is null and `claimed_at` identifies its claim.
    """

    token = models.ForeignKey(Token, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of the request.")
    claimed_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="one_response_for_a_key")
        ]
        indexes = [models.Index(fields=["claimed_at"], name="idempotent_response_by_age")]

    def __str__(self) -> str:
        return self.key
