"""Serializers for background jobs."""

from typing import Any

from rest_framework import serializers

from library.api.serializers.base import AddressField
from library.models import Job


class ProgressSerializer(serializers.Serializer[Any]):
    """The number of items of a job in each state."""

    total = serializers.IntegerField()
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField(
        help_text="Includes the items of the two counts `partly_done` and `resolved`."
    )
    partly_done = serializers.IntegerField(help_text="Failed items with some completed parts.")
    resolved = serializers.IntegerField(
        help_text="Failed items that were dismissed, or repaired by a later job."
    )
    cancelled = serializers.IntegerField()


class FailureSerializer(serializers.Serializer[Any]):
    """A failed item of a job."""

    item = serializers.CharField(source="label")
    cause = serializers.CharField(source="error")


class JobSerializer(serializers.Serializer[Any]):
    """A job. Poll it until `is_over` is true."""

    id = serializers.IntegerField(source="job.pk")
    kind = serializers.ChoiceField(Job.Kind.choices, source="job.kind")
    title = serializers.CharField(source="job.title")
    state = serializers.ChoiceField(
        ["waiting", "running", "done", "failed", "cancelled"],
        source="job.progress.state",
        help_text="`failed` if any item failed; `state_label` shows whether it failed only partly.",
    )
    state_label = serializers.CharField(
        source="job.progress.label", help_text="The state in words, such as `Partly done`."
    )
    is_over = serializers.BooleanField(source="job.progress.is_over")
    progress = ProgressSerializer(source="job.progress")
    sentence = serializers.CharField(
        source="job.progress.sentence", help_text="The progress in words."
    )
    failures = FailureSerializer(many=True, help_text="Failed items, at most 100.")
    created_at = serializers.DateTimeField(source="job.created_at")
    url = AddressField(help_text="URL to poll.")
