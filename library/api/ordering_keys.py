"""What rows are ordered by, and where in that order a page begins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

UNIQUE = ("pk", "id", "slug")


@dataclass(frozen=True, slots=True)
class Key:
    """A column that rows are ordered by; where it may be null, nulls are last."""

    name: str
    descending: bool = False
    nullable: bool = False

    @classmethod
    def of(cls, given: Any) -> "Key":
        if isinstance(given, OrderBy):
            column: Any = given.expression
            return cls(column.name, given.descending, bool(given.nulls_last))
        return cls(str(given).lstrip("-"), str(given).startswith("-"))

    def ordering(self, *, backwards: bool) -> OrderBy:
        column = F(self.name)
        nulls_last = (not backwards or None) if self.nullable else None
        nulls_first = (backwards or None) if self.nullable else None
        if self.descending != backwards:
            return column.desc(nulls_first=nulls_first, nulls_last=nulls_last)
        return column.asc(nulls_first=nulls_first, nulls_last=nulls_last)

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True} if value is None else {self.name: value})

    def beyond(self, value: Any, *, backwards: bool) -> Q | None:
        """Return what rows beyond `value` fulfil, or None where there can be none."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        comparison = "lt" if self.descending != backwards else "gt"
        found = Q(**{f"{self.name}__{comparison}": value})
        if self.nullable and not backwards:
            found |= Q(**{f"{self.name}__isnull": True})
        return found

    def value_in(self, row: Any) -> Any:
        value = row
        for part in self.name.split("__"):
            value = getattr(value, part) if value is not None else None
        return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page begins: beyond the row with these values, forwards or backwards."""

    values: list[Any]
    backwards: bool

    def condition(self, keys: Sequence[Key]) -> Q:
        found = Q(pk__in=[])
        same = Q()
        for key, value in zip(keys, self.values, strict=True):
            beyond = key.beyond(value, backwards=self.backwards)
            if beyond is not None:
                found |= same & beyond
            same &= key.same(value)
        return found


def keys_of(queryset: QuerySet[Any]) -> list[Key]:
    """Return what the rows are ordered by, down to a key that no two rows share."""
    keys = [Key.of(given) for given in queryset.query.order_by or queryset.model._meta.ordering]
    return keys if keys and keys[-1].name in UNIQUE else [*keys, Key("pk")]
