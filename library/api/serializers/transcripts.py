"""Transcripts with where they come from, and their cues."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.models import Transcript


class DownloadSerializer(serializers.Serializer[object]):
    """The transcript as a file."""

    format = serializers.CharField(source="ending", help_text="How the file's name ends.")
    media_type = serializers.CharField()
    url = AddressField()


class TranscriptSerializer(RowSerializer):
    """The current transcript of an episode, without its words."""

    kind = serializers.ChoiceField(
        Transcript.Kind.choices, source="transcript.kind", help_text="How it was made."
    )
    provenance = serializers.ListField(
        child=serializers.CharField(), help_text="The line that the page shows, in parts."
    )
    source_name = serializers.CharField(source="transcript.source_name")
    source_format = serializers.CharField(source="transcript.source_format")
    source_note = serializers.CharField(source="transcript.source_note")
    video_id = serializers.CharField(source="transcript.video_id")
    language = serializers.CharField(
        source="transcript.language", help_text="BCP 47; empty: not known."
    )
    stored_at = serializers.DateTimeField(source="transcript.stored_at")
    checksum = serializers.CharField(
        source="transcript.checksum", help_text="SHA-256 of the cues; assessments name it."
    )
    cue_count = serializers.IntegerField(source="transcript.cue_count")
    word_count = serializers.IntegerField(source="transcript.word_count")
    speakers = serializers.ListField(
        child=serializers.CharField(), source="transcript.speakers", help_text="As they come."
    )
    duration = serializers.FloatField(
        source="transcript.duration", allow_null=True, help_text="Seconds; null: no times."
    )
    repairs = serializers.DictField(
        child=serializers.IntegerField(),
        source="transcript.repairs",
        help_text="What was mended on reading, counted by kind.",
    )
    text_may_be_shared = serializers.BooleanField(
        source="episode.shares_text", help_text="False: neither its cues nor files are given."
    )
    text_licence = serializers.CharField(
        source="episode.licence", help_text="As its publisher states it; empty: not stated."
    )
    cues_url = AddressField(help_text="Its words, cue by cue.")
    html_url = AddressField(source="episode.transcript_url", help_text="Its page.")
    downloads = DownloadSerializer(many=True)


class CueSerializer(RowSerializer):
    """One caption; `speaker` is empty where it is not known."""

    index = serializers.IntegerField(help_text="From 1.")
    start = serializers.FloatField(source="cue.start", allow_null=True, help_text="Seconds.")
    end = serializers.FloatField(source="cue.end", allow_null=True)
    speaker = serializers.CharField(source="cue.speaker")
    text = serializers.CharField(source="cue.text")
