"""Segments with their scores and the phrases that moved them."""

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from scoring.core.spectrum import Band, Lens

GIVEN = "Null: its publisher does not let the words be given on."
SHARING = (
    "assessment__episode__text_may_be_shared",
    "assessment__episode__show__text_may_be_shared",
)


class PhraseSerializer(serializers.Serializer[object]):
    """Words that moved the score: offsets into the segment's text, and points."""

    text = serializers.CharField(allow_null=True, help_text=GIVEN)
    start = serializers.IntegerField()
    end = serializers.IntegerField()
    share = serializers.FloatField()


@extend_schema_serializer(examples=[OpenApiExample("A segment", value=examples.SEGMENT)])
class SegmentSerializer(RowSerializer):
    """A segment with its score; the shares of its phrases and `rest` add up to the score."""

    index = serializers.IntegerField(source="segment.index", help_text="From 1.")
    start = serializers.FloatField(
        source="segment.start", allow_null=True, help_text="Seconds; null: not timed."
    )
    end = serializers.FloatField(source="segment.end", allow_null=True)
    score = serializers.FloatField(
        allow_null=True, help_text="From -100 to 100; null: not about AI, so in no figure."
    )
    band = choice(Band, allow_null=True)
    lens = choice(Lens)
    text = serializers.CharField(allow_null=True, help_text=GIVEN)
    phrases = PhraseSerializer(many=True)
    rest = serializers.FloatField(help_text="Points that no single phrase accounts for.")
    html_url = AddressField(source="url", help_text="The passage, permanently.")

    columns = {
        "index": ("segment__index",),
        "start": ("segment__start",),
        "end": ("segment__end",),
        "band": ("score",),
        "text": ("segment__text",),
        "html_url": ("segment__index",),
    }


@extend_schema_serializer(examples=[])
class LibrarySegmentSerializer(SegmentSerializer):
    """A segment among those of the whole library."""

    episode = serializers.SlugField(source="episode.slug", help_text="The episode's slug.")
    show = serializers.SlugField(source="episode.show.slug", help_text="The show's slug.")
    scorer = serializers.CharField(source="scored.assessment.scorer")
    scorer_version = serializers.CharField(source="scored.assessment.scorer_version")

    columns = {
        **SegmentSerializer.columns,
        "text": ("segment__text", *SHARING),
        "phrases": ("phrases", *SHARING),
        "episode": ("assessment__episode__slug",),
        "show": ("assessment__episode__show__slug",),
        "scorer": ("assessment__scorer",),
        "scorer_version": ("assessment__scorer_version",),
        "html_url": ("segment__index", "assessment__episode__slug"),
    }


class PieceSerializer(serializers.Serializer[object]):
    """Words of a passage: those found, or those beside them."""

    text = serializers.CharField()
    found = serializers.BooleanField()


@extend_schema_serializer(examples=[OpenApiExample("A moment", value=examples.MOMENT)])
class MomentSerializer(RowSerializer):
    """A passage that answers a search."""

    rank = serializers.IntegerField(help_text="From 1, the nearest to what was asked.")
    episode = serializers.SlugField(source="moment.episode.slug", help_text="The episode's slug.")
    title = serializers.CharField(source="moment.episode.title")
    show = serializers.SlugField(source="moment.episode.show.slug", help_text="The show's slug.")
    published_on = serializers.DateField(source="moment.episode.published_on", allow_null=True)
    index = serializers.IntegerField(source="moment.segment.index", help_text="The segment's.")
    start = serializers.FloatField(
        source="moment.segment.start", allow_null=True, help_text="Seconds; null: not timed."
    )
    end = serializers.FloatField(source="moment.segment.end", allow_null=True)
    score = serializers.FloatField(source="moment.score", allow_null=True)
    band = choice(Band, allow_null=True)
    lens = choice(Lens, allow_null=True)
    text = serializers.CharField(allow_null=True, help_text=GIVEN)
    highlights = PieceSerializer(
        many=True, source="moment.pieces", help_text="Joined, they are a snippet of the text."
    )
    html_url = AddressField(source="moment.url", help_text="The passage, permanently.")
