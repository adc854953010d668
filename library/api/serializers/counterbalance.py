"""Mirror picks, related conversations and answering passages."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.episodes import EpisodeRowSerializer
from library.api.serializers.fields import choice, strings
from scoring.core.spectrum import Band


class MirrorPickSerializer(RowSerializer):
    """A mirror pick, and why it is one."""

    episode = EpisodeRowSerializer(source="*")
    delta = serializers.FloatField(help_text="Points between the two positions.")
    reason = serializers.CharField(help_text="One sentence made from its numbers.")
    on_topic = serializers.BooleanField(help_text="Whether it shares the episode's topic.")
    shared_topics = strings(help_text="Names of the subjects that weigh most in both.")
    pinned = serializers.BooleanField(help_text="An editor chose it.")


class RelatedSerializer(RowSerializer):
    """A related conversation; never one of the mirror picks."""

    episode = EpisodeRowSerializer(source="*")
    reason = serializers.CharField()
    shared_topics = strings()


class AnswerSerializer(RowSerializer):
    """A passage that makes the same point from the other side."""

    episode = serializers.SlugField(source="episode.slug")
    title = serializers.CharField(source="episode.title")
    index = serializers.IntegerField(source="segment.index")
    start = serializers.FloatField(
        source="segment.start", allow_null=True, help_text="Seconds; null: no times."
    )
    end = serializers.FloatField(source="segment.end", allow_null=True)
    score = serializers.FloatField()
    band = choice(Band)
    nearness = serializers.FloatField(source="answer.nearness", help_text="Of the topics, 0 to 1.")
    shared_topics = strings(source="answer.topics")
    text = serializers.CharField(
        allow_null=True, help_text="Null: its publisher does not let the words be given on."
    )
    html_url = AddressField(source="url", help_text="The passage in its transcript.")
