"""The map of the library."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from scoring.core.spectrum import Band, Confidence, Lens


class PlaceSerializer(serializers.Serializer[object]):
    """An episode on the map; `words` is null where no transcript is stored."""

    slug = serializers.CharField()
    title = serializers.CharField()
    position = serializers.FloatField(help_text="From -100 to 100.")
    band = choice(Band)
    lens = choice(Lens)
    confidence = choice(Confidence)
    words = serializers.IntegerField(allow_null=True)
    html_url = AddressField(source="url")


class MapGroupSerializer(serializers.Serializer[object]):
    """A row of the map: what its episodes share, and they by position."""

    name = serializers.CharField()
    value = serializers.CharField(help_text="What the filter calls it; empty: it has no filter.")
    places = PlaceSerializer(many=True)


class MapSerializer(RowSerializer):
    """Every published and placed episode on a stretch of the scale, by group."""

    by = serializers.CharField(help_text="What the rows are.")
    low = serializers.IntegerField(source="axis.low", help_text="Where the stretch begins.")
    high = serializers.IntegerField(source="axis.high", help_text="Where it ends.")
    outside = serializers.IntegerField(help_text="Episodes beyond the stretch.")
    unassessed = serializers.IntegerField(help_text="Episodes without a position.")
    groups = MapGroupSerializer(many=True, source="named_groups")
    html_url = AddressField(source="url")
