"""Serializers for shows, shelves, guests, tags and subjects."""

from rest_framework import serializers

from library.api.serializers.base import AddressField, RowSerializer
from library.api.serializers.fields import choice
from scoring.core.spectrum import Lens


class FilingSerializer(RowSerializer):
    """Common fields of shows, shelves, guests, tags and subjects."""

    slug = serializers.SlugField(help_text="Identifier in URLs and filters.")
    episode_count = serializers.IntegerField(help_text="Number of published episodes.")
    updated_at = serializers.DateTimeField(
        source="changed_at",
        help_text="Time of the last change of these fields or of a published episode that has it.",
    )
    html_url = AddressField(source="get_absolute_url", help_text="URL of the page.")

    columns = {"html_url": ("slug",)}


class ShowSerializer(FilingSerializer):
    """A podcast or channel."""

    title = serializers.CharField()
    description = serializers.CharField()
    url = serializers.CharField(help_text="The show's website; empty if unknown.")
    text_may_be_shared = serializers.BooleanField(
        help_text="Whether transcripts may be republished. Episodes can override it."
    )
    text_licence = serializers.CharField(
        help_text="Licence of transcripts, as stated by the publisher; empty if not stated."
    )


class ShelfSerializer(FilingSerializer):
    """A topic shelf."""

    title = serializers.CharField()
    description = serializers.CharField()


class GuestSerializer(FilingSerializer):
    """A guest."""

    name = serializers.CharField()


class TagSerializer(FilingSerializer):
    """A tag."""

    name = serializers.CharField()


class SubjectSerializer(FilingSerializer):
    """A subject from the controlled vocabulary."""

    name = serializers.CharField()
    lens = choice(Lens, help_text="The lens of the subject.")
