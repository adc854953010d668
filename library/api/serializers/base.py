"""What the shapes have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers


class RowSerializer(serializers.Serializer[Any]):
    """A row of a list or one thing; at the top of an answer only the fields that are wanted.

    `columns` says for each field which columns of the queryset it is made from; a field that is
    not in it is made from the column of its own name.
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
        wanted = self.context.get("wanted")
        if wanted is None or self.root not in (self, self.parent):
            return fields
        return {name: field for name, field in fields.items() if name in wanted}


class AddressField(serializers.URLField):
    """An address on this site, whole, with its host."""

    def __init__(self, **options: Any) -> None:
        super().__init__(read_only=True, **options)

    def to_representation(self, value: str) -> str:
        address: str = self.context["request"].build_absolute_uri(value)
        return address
