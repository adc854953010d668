"""Serializers for the API index, statistics, methodology and scorers."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import strings


class IndexSerializer(RowSerializer):
    """The endpoints of the API."""

    shows = AddressField()
    shelves = AddressField()
    guests = AddressField()
    tags = AddressField()
    subjects = AddressField()
    episodes = AddressField()
    changes = AddressField(help_text="Published, changed and withdrawn episodes, in order.")
    segments = AddressField()
    search = AddressField()
    map = AddressField()
    statistics = AddressField()
    methodology = AddressField()
    scorers = AddressField()
    dumps = AddressField(help_text="Archives of the whole public library.")
    schema = AddressField(help_text="The OpenAPI 3.1 schema.")
    docs = AddressField(help_text="Interactive documentation.")


class LibraryStatisticsSerializer(RowSerializer):
    """Counts of published content, and the distribution of the leading assessments."""

    episodes = serializers.IntegerField()
    shows = serializers.IntegerField()
    shelves = serializers.IntegerField()
    guests = serializers.IntegerField()
    transcripts = serializers.IntegerField()
    words = serializers.IntegerField(help_text="Number of words in all current transcripts.")
    hours = serializers.FloatField(help_text="Total length of all timed transcripts.")
    assessed = serializers.IntegerField(help_text="Episodes with an assessment.")
    placed = serializers.IntegerField(
        help_text="Episodes with a position; the others are hardly about AI."
    )
    median_position = serializers.FloatField(allow_null=True)
    bands = serializers.DictField(child=serializers.IntegerField(), help_text="Episodes by band.")
    lenses = serializers.DictField(
        child=serializers.IntegerField(), help_text="Episodes by main lens."
    )
    confidences = serializers.DictField(child=serializers.IntegerField())


class FigureSerializer(serializers.Serializer[object]):
    """A measured result on the methodology page."""

    title = serializers.CharField()
    value = serializers.CharField()
    interval = serializers.CharField(help_text="95 % interval; empty if not stated.")
    peers = strings(help_text="Results of simple word-counting scorers on the same labels.")


class MethodologySerializer(RowSerializer):
    """The scoring rules and measured results on the methodology page."""

    scale_min = serializers.IntegerField()
    scale_max = serializers.IntegerField()
    band_edge = serializers.IntegerField(
        help_text="Opportunity-forward: this score or higher. Risk-forward: its negative or lower."
    )
    lenses = strings()
    segment_characters = serializers.IntegerField(help_text="Typical length of a segment.")
    scorer = serializers.CharField(help_text="The default scorer.")
    scorer_version = serializers.CharField()
    figures = FigureSerializer(many=True)
    measured = serializers.DictField(help_text="The complete evaluation result.")


class ScorerSerializer(RowSerializer):
    """An installed scorer."""

    name = serializers.CharField()
    version = serializers.CharField(help_text="Changes whenever scores may change.")
    is_default = serializers.BooleanField()
