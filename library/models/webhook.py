"""Models for webhooks and their deliveries."""

import uuid

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from library.http.webhook_signature import make_secret


class Webhook(models.Model):
    """A webhook subscription."""

    url = models.URLField(
        "URL", max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    secret = models.CharField(max_length=100, default=make_secret, editable=False)
    on_publish = models.BooleanField(
        "when published", default=True, help_text="Send a message when an episode is published."
    )
    on_rescore = models.BooleanField(
        "when rescored",
        default=True,
        help_text="Send a message when the leading assessment of a published episode changes.",
    )
    on_update = models.BooleanField(
        "when changed",
        default=False,
        help_text="Send a message when a published episode is changed or renamed.",
    )
    on_withdraw = models.BooleanField(
        "when withdrawn",
        default=False,
        help_text="Send a message when a published episode is archived, unpublished or deleted.",
    )
    active = models.BooleanField(default=True, help_text="If off, no messages are stored or sent.")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["url", "pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """A message to a webhook, stored in the transaction of its event.

    All attempts have the same ID. A waiting delivery is due at `due_at`. Before sending a
    delivery, a worker moves `due_at` into the future, so that no other worker sends the delivery at
    the same time.
    """

    class Event(models.TextChoices):
        PUBLISHED = "episode.published", "Episode published"
        RESCORED = "episode.rescored", "Episode rescored"
        UPDATED = "episode.updated", "Episode changed"
        WITHDRAWN = "episode.withdrawn", "Episode withdrawn"
        TEST = "test", "Test"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=Event.choices)
    body = models.TextField(help_text="JSON of the message.")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    answer = models.CharField(
        max_length=500, blank=True, help_text="Status of the last response, or the error."
    )

    class Meta:
        ordering = ["-created_at", "pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting_by_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} to {self.webhook}"
