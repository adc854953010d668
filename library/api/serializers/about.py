"""The library in numbers, how it measures, and the scorers."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import strings


class IndexSerializer(RowSerializer):
    """The addresses of the API."""

    shows = AddressField()
    shelves = AddressField()
    guests = AddressField()
    tags = AddressField()
    subjects = AddressField()
    episodes = AddressField()
    segments = AddressField()
    search = AddressField()
    map = AddressField()
    statistics = AddressField()
    methodology = AddressField()
    scorers = AddressField()
    dumps = AddressField(help_text="The whole public library, as archives.")
    schema = AddressField(help_text="This description, in OpenAPI 3.1.")
    docs = AddressField(help_text="The same for people.")


class LibraryStatisticsSerializer(RowSerializer):
    """Counts of what is published, and where the leading assessments stand."""

    episodes = serializers.IntegerField()
    shows = serializers.IntegerField()
    shelves = serializers.IntegerField()
    guests = serializers.IntegerField()
    transcripts = serializers.IntegerField()
    words = serializers.IntegerField(help_text="Of all current transcripts.")
    hours = serializers.FloatField(help_text="Of those transcripts that have times.")
    assessed = serializers.IntegerField(help_text="Episodes that have an assessment.")
    placed = serializers.IntegerField(
        help_text="Those with a position; the rest is hardly about AI."
    )
    median_position = serializers.FloatField(allow_null=True)
    bands = serializers.DictField(
        child=serializers.IntegerField(), help_text="Episodes in each band."
    )
    lenses = serializers.DictField(
        child=serializers.IntegerField(), help_text="Episodes by main lens."
    )
    confidences = serializers.DictField(child=serializers.IntegerField())


class FigureSerializer(serializers.Serializer[object]):
    """A measured figure as the methodology page shows it."""

    title = serializers.CharField()
    value = serializers.CharField()
    interval = serializers.CharField(help_text="95 %; empty: none is stated.")
    peers = strings(help_text="What the simple counters reach on the same labels.")


class MethodologySerializer(RowSerializer):
    """The rules and the measured figures of the methodology page."""

    scale_min = serializers.IntegerField()
    scale_max = serializers.IntegerField()
    band_edge = serializers.IntegerField(
        help_text="Risk-forward is at or below minus this, opportunity-forward at or above it."
    )
    lenses = strings()
    segment_characters = serializers.IntegerField(help_text="About how long a segment is.")
    scorer = serializers.CharField(help_text="The one in use.")
    scorer_version = serializers.CharField()
    figures = FigureSerializer(many=True)
    measured = serializers.DictField(help_text="The same figures whole, as they were measured.")


class ScorerSerializer(RowSerializer):
    """A scorer that this installation offers."""

    name = serializers.CharField()
    version = serializers.CharField(help_text="Changes whenever a judgement could.")
    is_default = serializers.BooleanField()
