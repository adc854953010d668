"""Fields that many shapes have."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers


class WordField(serializers.ChoiceField):
    """One of some words; where the library stores an empty text there is none, and it is null."""

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


def choice(values: type[StrEnum], **options: Any) -> serializers.ChoiceField:
    """Return the field of one of the words of the spectrum."""
    return WordField([value.value for value in values], **options)


def strings(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **options)


def maybe(**options: Any) -> dict[str, Any]:
    """Return the options of a field that is null where there is no assessment yet."""
    return {"default": None, "allow_null": True, **options}
