"""Work that goes on after an answer."""

from typing import Any

from rest_framework import serializers

from library.api.serializers.base import AddressField
from library.models import Job


class ProgressSerializer(serializers.Serializer[Any]):
    """How many of its items are in which state."""

    total = serializers.IntegerField()
    waiting = serializers.IntegerField()
    running = serializers.IntegerField()
    done = serializers.IntegerField()
    failed = serializers.IntegerField()
    cancelled = serializers.IntegerField()


class FailureSerializer(serializers.Serializer[Any]):
    """An item that failed, and why."""

    item = serializers.CharField(source="label")
    cause = serializers.CharField(source="error")


class JobSerializer(serializers.Serializer[Any]):
    """A job; ask again until `is_over`."""

    id = serializers.IntegerField(source="job.pk")
    kind = serializers.ChoiceField(Job.Kind.choices, source="job.kind")
    title = serializers.CharField(source="job.title")
    state = serializers.ChoiceField(
        ["waiting", "running", "done", "failed", "cancelled"], source="job.progress.state"
    )
    is_over = serializers.BooleanField(source="job.progress.is_over")
    progress = ProgressSerializer(source="job.progress")
    sentence = serializers.CharField(source="job.progress.sentence", help_text="The same in words.")
    failures = FailureSerializer(many=True, help_text="At most 100.")
    created_at = serializers.DateTimeField(source="job.created_at")
    url = AddressField(source="address", help_text="Where to ask again.")
