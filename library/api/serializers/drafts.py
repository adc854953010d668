"""Episodes as their editors have them."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, extend_schema_serializer
from rest_framework import serializers

from library.api.parameters import hint
from library.api.serializers import examples
from library.models import Episode, Shelf, Show, TextOrigin
from library.models.catalogue import Guest, Tag
from library.youtube import video_id

LONGEST_TEXT = 20_000
MOST_NAMES = 100


def by_slug(model: Any, **options: Any) -> serializers.SlugRelatedField[Any]:
    name = model._meta.model_name
    said: Any = {
        "does_not_exist": f"There is no {name} “{{value}}”; editors make them in the admin."
    }
    return serializers.SlugRelatedField(
        queryset=model.objects.all(), slug_field="slug", error_messages=said, **options
    )


def names_of(model: Any) -> serializers.ListField:
    longest = model._meta.get_field("name").max_length
    return serializers.ListField(
        child=serializers.CharField(max_length=longest),
        required=False,
        max_length=MOST_NAMES,
        help_text="Names; one that is new is made.",
    )


def text(**options: Any) -> serializers.CharField:
    return serializers.CharField(
        required=False, allow_blank=True, max_length=LONGEST_TEXT, **options
    )


def origin() -> serializers.ChoiceField:
    return serializers.ChoiceField(
        TextOrigin.choices,
        required=False,
        help_text="Who wrote the text; to be said with every text that is not empty.",
    )


def _is_text(field: serializers.Field[Any, Any, Any, Any], given: Any) -> bool:
    """Tell whether what is given for a field of text is text: numbers are not taken for it."""
    if isinstance(field, serializers.ListField) and isinstance(given, list):
        return all(isinstance(one, str) for one in given)
    return not isinstance(field, serializers.CharField) or isinstance(given, str | None)


@extend_schema_serializer(
    examples=[
        OpenApiExample("A draft", value=examples.DRAFT, response_only=True),
        OpenApiExample("A new draft", value=examples.NEW_DRAFT, request_only=True),
    ]
)
class DraftSerializer(serializers.Serializer[Any]):
    """An episode in whatever state, with all that a program can write of it."""

    slug = serializers.SlugField(
        max_length=160, required=False, help_text="Given once, or made of the title."
    )
    title = serializers.CharField(max_length=300)
    show = by_slug(Show, help_text="Slug of a show.")
    shelf = by_slug(Shelf, required=False, allow_null=True, help_text="Slug of a shelf, or null.")
    guests = names_of(Guest)
    tags = names_of(Tag)
    published_on = serializers.DateField(
        required=False, allow_null=True, help_text="When the conversation came out."
    )
    why_it_matters = text()
    why_it_matters_by = origin()
    summary = text()
    summary_by = origin()
    editor_note = text()
    editor_note_by = origin()
    video_id = serializers.CharField(
        required=False, allow_blank=True, max_length=500, help_text="Of YouTube: id or address."
    )
    audio_url = serializers.URLField(required=False, allow_blank=True, max_length=500)
    stated_duration = serializers.IntegerField(
        required=False,
        allow_null=True,
        min_value=0,
        max_value=2_147_483_647,
        help_text="Seconds, as its publisher states.",
    )
    status = serializers.ChoiceField(
        Episode.Status.choices, read_only=True, help_text="Moved by people, in the admin."
    )

    def to_internal_value(self, data: Any) -> Any:
        """Refuse what cannot be written, with the nearest name that can, and what is no text."""
        if isinstance(data, dict):
            known = {name: field for name, field in self.fields.items() if not field.read_only}
            errors = {
                str(name): [
                    f"There is no field “{name}” to write here. {hint(str(name), [*known])}"
                ]
                for name in data
                if name not in known
            }
            errors |= {
                name: ["This is to be text."]
                for name, field in known.items()
                if name in data and not _is_text(field, data[name])
            }
            if errors:
                raise serializers.ValidationError(errors)
        return super().to_internal_value(data)

    def validate_video_id(self, value: str) -> str:
        try:
            return video_id(value)
        except ValueError as error:
            raise serializers.ValidationError(str(error)) from None

    def validate(self, said: dict[str, Any]) -> dict[str, Any]:
        if self.instance is not None and said.get("slug", self.instance.slug) != self.instance.slug:
            raise serializers.ValidationError({"slug": ["A slug is not changed by a program."]})
        errors = {
            f"{name}_by": ["Say who wrote the text: editor, machine or source."]
            for name in Episode.TEXTS
            if said.get(name) and f"{name}_by" not in said
        }
        if errors:
            raise serializers.ValidationError(errors)
        return said

    def to_representation(self, episode: Episode) -> dict[str, Any]:
        date = episode.published_on
        told: dict[str, Any] = {
            "show": episode.show.slug,
            "shelf": episode.shelf.slug if episode.shelf else None,
            "guests": [guest.name for guest in episode.guests.all()],
            "tags": [tag.name for tag in episode.tags.all()],
            "published_on": date.isoformat() if date else None,
        }
        names = list(self._declared_fields)
        return {name: told[name] if name in told else getattr(episode, name) for name in names}
