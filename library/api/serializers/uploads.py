"""Transcripts that are handed in, and what they were read as."""

from typing import Any

from rest_framework import serializers

from library.models import Transcript


class UploadParametersSerializer(serializers.Serializer[Any]):
    """What is said of a transcript beside its words."""

    kind = serializers.ChoiceField(Transcript.Kind.choices, help_text="How it was made.")
    source_name = serializers.CharField(
        required=False,
        max_length=255,
        help_text="Name of the file; its ending tells formats apart.",
    )
    dry_run = serializers.BooleanField(
        required=False, default=False, help_text="Read and check it, store nothing."
    )


class UploadFormSerializer(serializers.Serializer[Any]):
    """A transcript as a file in a form, which may hold the parameters of the address as well."""

    file = serializers.FileField()


class GateSerializer(serializers.Serializer[Any]):
    """One sanity gate; a failed one stands between the episode and the site."""

    name = serializers.CharField()
    passed = serializers.BooleanField()
    sentence = serializers.CharField(help_text="What it found, with its numbers.")


class PlainCueSerializer(serializers.Serializer[Any]):
    """A caption as it was read."""

    start = serializers.FloatField(allow_null=True, help_text="Seconds.")
    end = serializers.FloatField(allow_null=True)
    speaker = serializers.CharField()
    text = serializers.CharField()


class UploadedSerializer(serializers.Serializer[Any]):
    """What a transcript was read as; after a dry run nothing of it is stored."""

    dry_run = serializers.BooleanField()
    changed = serializers.BooleanField(help_text="Whether the current transcript is another now.")
    known_before = serializers.BooleanField(
        source="preview.is_known", help_text="Whether the episode had these words already."
    )
    checksum = serializers.CharField(source="preview.parsed.checksum")
    format = serializers.CharField(source="preview.parsed.format")
    language = serializers.CharField(
        source="preview.parsed.language", help_text="BCP 47; empty: not known."
    )
    cue_count = serializers.IntegerField(help_text="Captions.")
    word_count = serializers.IntegerField(source="preview.parsed.word_count")
    segment_count = serializers.IntegerField(source="preview.segment_count")
    speakers = serializers.ListField(
        child=serializers.CharField(), source="preview.parsed.speakers"
    )
    repairs = serializers.DictField(
        child=serializers.IntegerField(),
        source="preview.parsed.repairs",
        help_text="What was mended on reading, counted by kind.",
    )
    gates = GateSerializer(many=True, source="preview.gates")
    first = PlainCueSerializer(many=True, source="preview.first", help_text="The first captions.")
    last = PlainCueSerializer(many=True, source="preview.last", help_text="The last captions.")
