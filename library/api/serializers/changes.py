"""Serializers for changes to episodes."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.serializers import examples
from library.api.serializers.base import AddressField, RowSerializer
from library.models import EpisodeChange


class EpisodeAddressField(AddressField):
    """A read-only field for the API URL of an episode, built from the slug."""

    def to_representation(self, value: Any) -> str:
        return super().to_representation(reverse("api:episode", args=[value]))


@extend_schema_serializer(examples=[OpenApiExample("A change", value=examples.CHANGE)])
class ChangeSerializer(RowSerializer):
    """A change to an episode. After a `withdrawn` change, the episode is no longer public."""

    kind = serializers.ChoiceField(choices=EpisodeChange.Kind.choices)
    slug = serializers.SlugField(help_text="Slug of the episode after the change.")
    previous_slug = serializers.CharField(
        help_text="Slug before the change; empty unless `kind` is `renamed`."
    )
    at = serializers.DateTimeField(help_text="Time of the change.")
    url = EpisodeAddressField(
        source="slug", help_text="URL of the episode; returns a 404 if it was withdrawn or renamed."
    )

    columns = {"url": ("slug",)}
