"""Serializers for mirror picks, related conversations and answering passages."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.episodes import EpisodeRowSerializer
from library.api.serializers.fields import choice, strings
from scoring.core.spectrum import Band


class MirrorPickSerializer(RowSerializer):
    """A mirror pick and the reason for it."""

    episode = EpisodeRowSerializer(source="*")
    delta = serializers.FloatField(help_text="Distance between the two positions, in points.")
    reason = serializers.CharField(help_text="The reason in one sentence.")
    on_topic = serializers.BooleanField(
        help_text="Whether the pick shares the topic of the episode."
    )
    shared_topics = strings(help_text="Names of the main subjects that both episodes share.")
    pinned = serializers.BooleanField(help_text="Whether an editor pinned the pick.")


class RelatedSerializer(RowSerializer):
    """A related conversation that is not one of the mirror picks."""

    episode = EpisodeRowSerializer(source="*")
    reason = serializers.CharField()
    shared_topics = strings()


class AnswerSerializer(RowSerializer):
    """A passage from the other side of the spectrum that answers a segment."""

    episode = serializers.SlugField(source="episode.slug")
    title = serializers.CharField(source="episode.title")
    index = serializers.IntegerField(source="segment.index")
    start = serializers.FloatField(
        source="segment.start", allow_null=True, help_text="Seconds; null if not timed."
    )
    end = serializers.FloatField(source="segment.end", allow_null=True)
    score = serializers.FloatField()
    band = choice(Band)
    nearness = serializers.FloatField(
        source="answer.nearness", help_text="Topic similarity, 0 to 1."
    )
    shared_topics = strings(source="answer.topics")
    text = serializers.CharField(
        allow_null=True, help_text="Null if the transcript may not be republished."
    )
    html_url = AddressField(source="url", help_text="URL of the passage in its transcript.")
