"""Serializers for the parameters and results of transcript uploads."""

from typing import Any

from rest_framework import serializers

from library.api.serializers.base import AddressField
from library.models import Transcript


class UploadParametersSerializer(serializers.Serializer[Any]):
    """Parameters of a transcript upload."""

    kind = serializers.ChoiceField(Transcript.Kind.choices, help_text="Origin of the transcript.")
    source_name = serializers.CharField(
        required=False,
        max_length=255,
        help_text="File name; its extension helps to detect the format.",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Parse and check only; store nothing."
    )


class UploadFormSerializer(serializers.Serializer[Any]):
    """A transcript uploaded as a form. Query parameters can also be sent as form fields."""

    file = serializers.FileField()


class GateSerializer(serializers.Serializer[Any]):
    """A quality check. If a check fails, the episode cannot be published."""

    name = serializers.CharField()
    passed = serializers.BooleanField()
    sentence = serializers.CharField(help_text="The result with its numbers.")


class PlainCueSerializer(serializers.Serializer[Any]):
    """A parsed caption."""

    start = serializers.FloatField(allow_null=True, help_text="Seconds.")
    end = serializers.FloatField(allow_null=True)
    speaker = serializers.CharField()
    text = serializers.CharField()


class StartedJobSerializer(serializers.Serializer[Any]):
    """The job that scores an uploaded transcript."""

    id = serializers.IntegerField(source="job.pk")
    url = AddressField(help_text="URL to poll.")


class UploadedSerializer(serializers.Serializer[Any]):
    """The result of an upload or a dry run. A dry run stores nothing."""

    dry_run = serializers.BooleanField()
    changed = serializers.BooleanField(help_text="Whether the current transcript changed.")
    waits = serializers.BooleanField(
        help_text="Whether it waits for review, because the episode is published."
    )
    known_before = serializers.BooleanField(
        source="preview.is_duplicate", help_text="Whether the episode already had this transcript."
    )
    checksum = serializers.CharField(source="preview.parsed.checksum")
    format = serializers.CharField(source="preview.parsed.format")
    language = serializers.CharField(
        source="preview.parsed.language", help_text="BCP 47 tag; empty if unknown."
    )
    cue_count = serializers.IntegerField(help_text="Number of captions.")
    word_count = serializers.IntegerField(source="preview.parsed.word_count")
    segment_count = serializers.IntegerField(source="preview.segment_count")
    speakers = serializers.ListField(
        child=serializers.CharField(), source="preview.parsed.speakers"
    )
    repairs = serializers.DictField(
        child=serializers.IntegerField(),
        source="preview.parsed.repairs",
        help_text="Repairs during import: number by kind.",
    )
    gates = GateSerializer(many=True, source="preview.gates")
    first = PlainCueSerializer(many=True, source="preview.first", help_text="The first captions.")
    last = PlainCueSerializer(many=True, source="preview.last", help_text="The last captions.")
    job = StartedJobSerializer(
        allow_null=True, help_text="The job that scores the transcript; null in a dry run."
    )
