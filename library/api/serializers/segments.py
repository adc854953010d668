"""Serializers for scored segments and search results."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from library.exporting.segment_table import READ
from scoring.core.spectrum import Band, Lens

TEXT_HELP = "Null if the transcript may not be republished."


class PhraseSerializer(serializers.Serializer[object]):
    """A phrase that moved the score."""

    text = serializers.CharField(allow_null=True, help_text=TEXT_HELP)
    start = serializers.IntegerField(help_text="Character offset in the segment.")
    end = serializers.IntegerField()
    share = serializers.FloatField(help_text="Share of the score, in points.")


@extend_schema_serializer(examples=[OpenApiExample("A segment", value=examples.SEGMENT)])
class SegmentSerializer(RowSerializer):
    """A segment and its score, which is the sum of the shares of all phrases and `rest`."""

    index = serializers.IntegerField(source="segment.index", help_text="From 1.")
    start = serializers.FloatField(
        source="segment.start", allow_null=True, help_text="Seconds; null if not timed."
    )
    end = serializers.FloatField(source="segment.end", allow_null=True)
    score = serializers.FloatField(
        allow_null=True, help_text="From -100 to 100; null if not about AI."
    )
    band = choice(Band, allow_null=True)
    lens = choice(Lens)
    text = serializers.CharField(allow_null=True, help_text=TEXT_HELP)
    phrases = PhraseSerializer(many=True)
    rest = serializers.FloatField(help_text="Points not due to a single phrase.")
    from_context = serializers.FloatField(
        help_text="Points of `rest` that come from the other passages of the conversation."
    )
    html_url = AddressField(source="url", help_text="Permanent URL of the passage.")

    columns = {
        **{name: READ[name] for name in ("index", "start", "end", "band")},
        "text": ("segment__text",),
        "html_url": ("segment__index",),
    }


@extend_schema_serializer(examples=[])
class LibrarySegmentSerializer(SegmentSerializer):
    """A segment of any episode, with its score and scorer."""

    episode = serializers.SlugField(source="episode.slug", help_text="Slug of the episode.")
    show = serializers.SlugField(source="episode.show.slug", help_text="Slug of the show.")
    scorer = serializers.CharField(source="scored.assessment.scorer")
    scorer_version = serializers.CharField(source="scored.assessment.scorer_version")

    columns = READ


class SegmentRowSerializer(LibrarySegmentSerializer):
    """A segment in the list of all segments."""

    updated_at = serializers.DateTimeField(
        source="scored.changed_at",
        help_text="Time of the last change of the episode, its transcript or its score.",
    )

    columns = {**READ, "updated_at": ()}


class PieceSerializer(serializers.Serializer[object]):
    """A part of a snippet. `found` is true if the part matches the query."""

    text = serializers.CharField()
    found = serializers.BooleanField(source="is_match")


@extend_schema_serializer(examples=[OpenApiExample("A moment", value=examples.MOMENT)])
class MomentSerializer(RowSerializer):
    """A search result."""

    rank = serializers.IntegerField(help_text="Rank from 1, the best match.")
    episode = serializers.SlugField(source="moment.episode.slug", help_text="Slug of the episode.")
    title = serializers.CharField(source="moment.episode.title")
    show = serializers.SlugField(source="moment.episode.show.slug", help_text="Slug of the show.")
    published_on = serializers.DateField(source="moment.episode.published_on", allow_null=True)
    index = serializers.IntegerField(
        source="moment.segment.index", help_text="Index of the segment, from 1."
    )
    start = serializers.FloatField(
        source="moment.segment.start", allow_null=True, help_text="Seconds; null if not timed."
    )
    end = serializers.FloatField(source="moment.segment.end", allow_null=True)
    score = serializers.FloatField(source="moment.score", allow_null=True)
    band = choice(Band, allow_null=True)
    lens = choice(Lens, allow_null=True)
    text = serializers.CharField(allow_null=True, help_text=TEXT_HELP)
    highlights = PieceSerializer(
        many=True, source="moment.pieces", help_text="The parts of a snippet, in order."
    )
    html_url = AddressField(source="moment.url", help_text="Permanent URL of the passage.")
