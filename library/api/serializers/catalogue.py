"""What episodes are filed under: shows, shelves, guests, tags and subjects."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from scoring.core.spectrum import Lens


class FilingSerializer(RowSerializer):
    """What shows, shelves, guests and tags have in common."""

    slug = serializers.SlugField(help_text="What addresses and filters call it.")
    episode_count = serializers.IntegerField(help_text="Published episodes filed under it.")
    html_url = AddressField(source="get_absolute_url", help_text="Its page.")

    columns = {"html_url": ("slug",)}


class ShowSerializer(FilingSerializer):
    """A podcast or channel."""

    title = serializers.CharField()
    description = serializers.CharField()
    url = serializers.CharField(help_text="Its own website; empty: not known.")
    text_may_be_shared = serializers.BooleanField(
        help_text="Whether the words of its episodes may be given on, where these do not differ."
    )
    text_licence = serializers.CharField(
        help_text="Of the words, as the publisher states it; empty: not stated."
    )


class ShelfSerializer(FilingSerializer):
    """A topic shelf of the editors."""

    title = serializers.CharField()
    description = serializers.CharField()


class GuestSerializer(FilingSerializer):
    """Somebody who speaks in episodes beside their hosts."""

    name = serializers.CharField()


class TagSerializer(FilingSerializer):
    """A word that editors file episodes under."""

    name = serializers.CharField()


class SubjectSerializer(FilingSerializer):
    """A subject of the vocabulary."""

    name = serializers.CharField()
    lens = choice(Lens, help_text="The lens that it belongs to.")
