"""Serializers for the map of the library."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from scoring.core.spectrum import Band, Confidence, Lens


class PlaceSerializer(serializers.Serializer[object]):
    """An episode on the map. `words` is null if the episode has no transcript."""

    slug = serializers.CharField()
    title = serializers.CharField()
    position = serializers.FloatField(help_text="From -100 to 100.")
    band = choice(Band)
    lens = choice(Lens)
    confidence = choice(Confidence)
    words = serializers.IntegerField(allow_null=True)
    html_url = AddressField(source="url")


class MapGroupSerializer(serializers.Serializer[object]):
    """A row of the map, with its episodes in order of position."""

    name = serializers.CharField()
    value = serializers.CharField(help_text="Value for the filter; empty if there is none.")
    places = PlaceSerializer(many=True, source="episodes")


class MapSerializer(RowSerializer):
    """The published episodes whose positions are in the requested range, in groups."""

    by = serializers.CharField(help_text="Grouping of the rows.")
    low = serializers.IntegerField(source="axis.low", help_text="Lower end of the range.")
    high = serializers.IntegerField(source="axis.high", help_text="Upper end of the range.")
    outside = serializers.IntegerField(help_text="Episodes outside the range.")
    unassessed = serializers.IntegerField(help_text="Episodes without a position.")
    groups = MapGroupSerializer(many=True, source="named_groups")
    html_url = AddressField(source="url")
