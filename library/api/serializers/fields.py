"""Field constructors shared by several serializers."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers


class WordField(serializers.ChoiceField):
    """A choice field that represents an empty string as null."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


def choice(values: type[StrEnum], **options: Any) -> serializers.ChoiceField:
    """Return a choice field for an enum."""
    return WordField([value.value for value in values], **options)


def strings(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **options)


def nullable(**options: Any) -> dict[str, Any]:
    """Return options for a field that is null if its source does not exist."""
    return {"default": None, "allow_null": True, **options}
