"""Serializers for passages on both sides of a subject."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from library.api.serializers.segments import TEXT_HELP
from scoring.core.spectrum import Band


class SidePassageSerializer(RowSerializer):
    """A risk-forward or opportunity-forward passage that mentions the subject."""

    episode = serializers.SlugField(source="episode.slug", help_text="Slug of the episode.")
    title = serializers.CharField(source="episode.title")
    show = serializers.SlugField(source="episode.show.slug", help_text="Slug of the show.")
    index = serializers.IntegerField(source="segment.index", help_text="From 1.")
    start = serializers.FloatField(
        source="segment.start", allow_null=True, help_text="Seconds; null if not timed."
    )
    end = serializers.FloatField(source="segment.end", allow_null=True)
    score = serializers.FloatField()
    band = choice(Band)
    text = serializers.CharField(
        source="shared_text",
        allow_null=True,
        help_text=f"The sentences that mention the subject. {TEXT_HELP}",
    )
    html_url = AddressField(source="url", help_text="Permanent URL of the passage.")


class BothSidesSerializer(RowSerializer):
    """The most risk-forward and most opportunity-forward passages on a subject.

    Each list contains at most one passage per conversation.
    """

    subject = serializers.SlugField(source="subject.slug", help_text="Slug of the subject.")
    name = serializers.CharField(source="subject.name")
    risk_forward = SidePassageSerializer(many=True, help_text="Furthest first, at most 5.")
    opportunity_forward = SidePassageSerializer(many=True, help_text="Furthest first, at most 5.")
    html_url = AddressField(source="subject.get_absolute_url", help_text="URL of the page.")
    path_url = AddressField(help_text="URL of a reading path that alternates the sides.")
