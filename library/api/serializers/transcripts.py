"""Serializers for transcripts and cues."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.models import Transcript


class DownloadSerializer(serializers.Serializer[object]):
    """A downloadable file of the transcript."""

    format = serializers.CharField(source="ending", help_text="File extension.")
    media_type = serializers.CharField()
    url = AddressField()


class TranscriptSerializer(RowSerializer):
    """Metadata of the current transcript of an episode."""

    kind = serializers.ChoiceField(
        Transcript.Kind.choices, source="transcript.kind", help_text="Origin of the transcript."
    )
    provenance = serializers.ListField(
        child=serializers.CharField(), help_text="The provenance line of the page, in parts."
    )
    source_name = serializers.CharField(source="transcript.source_name")
    source_format = serializers.CharField(source="transcript.source_format")
    source_note = serializers.CharField(source="transcript.source_note")
    video_id = serializers.CharField(source="transcript.video_id")
    language = serializers.CharField(
        source="transcript.language", help_text="BCP 47 tag; empty if unknown."
    )
    stored_at = serializers.DateTimeField(source="transcript.stored_at")
    checksum = serializers.CharField(source="transcript.checksum", help_text="SHA-256 of the cues.")
    cue_count = serializers.IntegerField(source="transcript.cue_count")
    word_count = serializers.IntegerField(source="transcript.word_count")
    speakers = serializers.ListField(
        child=serializers.CharField(),
        source="transcript.speakers",
        help_text="Names in order of first appearance.",
    )
    duration = serializers.FloatField(
        source="transcript.duration", allow_null=True, help_text="Seconds; null if not timed."
    )
    repairs = serializers.DictField(
        child=serializers.IntegerField(),
        source="transcript.repairs",
        help_text="Repairs during import: number by kind.",
    )
    text_may_be_shared = serializers.BooleanField(
        source="episode.shares_text", help_text="If false, cues and downloads are not available."
    )
    text_licence = serializers.CharField(
        source="episode.licence", help_text="As stated by the publisher; empty if not stated."
    )
    cues_url = AddressField(help_text="URL of the cues.")
    html_url = AddressField(source="episode.transcript_url", help_text="URL of the page.")
    downloads = DownloadSerializer(many=True)


class CueSerializer(RowSerializer):
    """A caption. `speaker` is empty if the speaker is unknown."""

    index = serializers.IntegerField(help_text="From 1.")
    start = serializers.FloatField(source="cue.start", allow_null=True, help_text="Seconds.")
    end = serializers.FloatField(source="cue.end", allow_null=True)
    speaker = serializers.CharField(source="cue.speaker")
    text = serializers.CharField(source="cue.text")
