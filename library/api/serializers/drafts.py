"""Serializers for drafts: episodes in any state, with their editable fields."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.parameters import hint
from library.api.serializers import examples
from library.models import Episode, Shelf, Show, TextOrigin
from library.models.catalogue import Guest, Tag
from library.text.youtube import video_id

MAX_TEXT_CHARACTERS = 20_000
MAX_NAMES = 100


def by_slug(model: Any, **options: Any) -> serializers.SlugRelatedField[Any]:
    messages: Any = {
        "does_not_exist": f"{model.__name__} “{{value}}” does not exist; create it in the admin."
    }
    return serializers.SlugRelatedField(
        queryset=model.objects.all(), slug_field="slug", error_messages=messages, **options
    )


def names_of(model: Any) -> serializers.ListField:
    max_length = model._meta.get_field("name").max_length
    return serializers.ListField(
        child=serializers.CharField(max_length=max_length),
        required=False,
        max_length=MAX_NAMES,
        help_text="Names; new ones are created.",
    )


def text(**options: Any) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, max_length=MAX_TEXT_CHARACTERS, **options
    )


def origin() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        TextOrigin.choices,
        required=False,
        help_text="Author of the text; required if the text is not empty.",
    )


def _has_valid_type(field: serializers.Field[Any, Any, Any, Any], value: Any) -> bool:
    """Return False if a value in a text field or in a list of texts is not a string.

    Without this check, DRF would convert numbers to strings.
    """
    if isinstance(field, serializers.ListField) and isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    return not isinstance(field, serializers.CharField) or isinstance(value, str | None)


@extend_schema_serializer(
    examples=[
        OpenApiExample("A draft", value=examples.DRAFT, response_only=True),
        OpenApiExample("A new draft", value=examples.NEW_DRAFT, request_only=True),
    ]
)
class DraftSerializer(serializers.Serializer[Any]):
    """An episode in any state, with its editable fields."""

    slug = serializers.SlugField(
        max_length=160,
        required=False,
        help_text="Cannot be changed later. Default: made from the title.",
    )
    title = serializers.CharField(max_length=300)
    show = by_slug(Show, help_text="Slug of the show.")
    shelf = by_slug(Shelf, required=False, allow_null=True, help_text="Slug of the shelf, or null.")
    guests = names_of(Guest)
    tags = names_of(Tag)
    published_on = serializers.DateField(
        required=False, allow_null=True, help_text="Release date of the conversation."
    )
    why_it_matters = text()
    why_it_matters_by = origin()
    summary = text()
    summary_by = origin()
    editor_note = text()
    editor_note_by = origin()
    video_id = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="YouTube video ID or URL."
    )
    audio_url = serializers.URLField(required=False, allow_blank=True, max_length=500)
    stated_duration = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=2_147_483_647,
        help_text="Duration in seconds, as stated by the publisher.",
    )
    status = serializers.ChoiceField(
        Episode.Status.choices, read_only=True, help_text="Changed by editors in the admin."
    )

    def to_internal_value(self, data: Any) -> Any:
        """Reject unknown fields, read-only fields, and text fields whose values are not strings."""
        if isinstance(data, dict):
            writable = {name: field for name, field in self.fields.items() if not field.read_only}
            errors = {
                str(name): [f"Unknown field “{name}”. {hint(str(name), [*writable], 'fields')}"]
                for name in data
                if name not in writable
            }
            errors |= {
                name: ["Must be a string."]
                for name, field in writable.items()
                if name in data and not _has_valid_type(field, data[name])
            }
            if errors:
                raise serializers.ValidationError(errors)
        return super().to_internal_value(data)

    def validate_video_id(self, value: str) -> str:
        try:
            return video_id(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        episode = self.instance
        if episode is not None and attrs.get("slug", episode.slug) != episode.slug:
            raise serializers.ValidationError({"slug": ["The slug cannot be changed."]})
        errors = {
            f"{name}_by": [f"Required with {name}; use editor, machine or source."]
            for name in Episode.TEXTS
            if attrs.get(name) and f"{name}_by" not in attrs
        }
        if errors:
            raise serializers.ValidationError(errors)
        return attrs

    def to_representation(self, episode: Episode) -> dict[str, Any]:
        date = episode.published_on
        related: dict[str, Any] = {
            "show": episode.show.slug,
            "shelf": episode.shelf.slug if episode.shelf else None,
            "guests": [guest.name for guest in episode.guests.all()],
            "tags": [tag.name for tag in episode.tags.all()],
            "published_on": date.isoformat() if date else None,
        }
        names = list(self._declared_fields)
        return {
            name: related[name] if name in related else getattr(episode, name) for name in names
        }
