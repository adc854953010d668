"""Base classes for serializers."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers


class RowSerializer(serializers.Serializer[Any]):
    """A serializer whose top-level fields can be selected with `fields` and `omit`.

    `columns` maps each field to the database columns it needs; the default is the column of the
    same name.
    """

    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @classmethod
    def names(cls) -> tuple[str, ...]:
        return tuple(cls._declared_fields)

    @classmethod
    def columns_of(cls, field: str) -> tuple[str, ...]:
        return cls.columns.get(field, (field,))

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        requested = self.context.get("requested")
        if requested is None or self.root not in (self, self.parent):
            return fields
        return {name: field for name, field in fields.items() if name in requested}


class AddressField(serializers.URLField):
    """A read-only field for an absolute URL on this site."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: str) -> str:
        url: str = self.context["request"].build_absolute_uri(value)
        return url
