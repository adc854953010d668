"""Addresses that are told what happens in the library, and every message to them."""

import uuid

from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from library.http.webhook_signature import make_secret


class Webhook(models.Model):
    """An address of somebody else's program, told of what it asked to be told of."""

    url = models.URLField(
        "address", max_length=500, validators=[URLValidator(schemes=["http", "https"])]
    )
    secret = models.CharField(max_length=100, default=make_secret, editable=False)
    on_publish = models.BooleanField(
        "when published", default=True, help_text="An episode comes onto the site."
    )
    on_rescore = models.BooleanField(
        "when rescored", default=True, help_text="Another assessment leads a published episode."
    )
    active = models.BooleanField(
        default=True, help_text="Switched off, nothing is noted for it and nothing is sent."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["url", "pk"]

    def __str__(self) -> str:
        return self.url


class Delivery(models.Model):
    """One message to one webhook, stored with what it tells of and sent until it has arrived.

    Its id goes with every attempt. While `state` is waiting it may be sent from `due_at` on;
    who sends it moves that on first, so that nobody else does, and a sender who dies loses it
    only for so long.
    """

    class Event(models.TextChoices):
        PUBLISHED = "episode.published", "Episode published"
        RESCORED = "episode.rescored", "Episode rescored"
        TEST = "test", "Test"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event = models.CharField(max_length=20, choices=Event.choices)
    body = models.TextField(help_text="JSON, sent as it stands here.")
    created_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    answer = models.CharField(
        max_length=500, blank=True, help_text="The status of the last answer, or the fault."
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
