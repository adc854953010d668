"""Fields that many shapes have."""

from enum import StrEnum
from typing import Any

from rest_framework import serializers


def choice(values: type[StrEnum], **options: Any) -> serializers.ChoiceField:
    """Return the field of one of the words of the spectrum."""
    return serializers.ChoiceField([value.value for value in values], **options)


def strings(**options: Any) -> serializers.ListField:
    return serializers.ListField(child=serializers.CharField(), **options)


def maybe(**options: Any) -> dict[str, Any]:
    """Return the options of a field that is null where there is no assessment yet."""
    return {"default": None, "allow_null": True, **options}
