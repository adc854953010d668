"""Ordering keys of querysets, and pagination cursors based on these keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.expressions import OrderBy

UNIQUE = ("pk", "id", "slug")


@dataclass(frozen=True, slots=True)
class Key:
    """An ordering column of a queryset. Nulls come last."""

    name: str
    descending: bool = False
    nullable: bool = False

    @classmethod
    def of(cls, ordering: Any) -> "Key":
        if isinstance(ordering, OrderBy):
            column: Any = ordering.expression
            return cls(column.name, ordering.descending, bool(ordering.nulls_last))
        return cls(str(ordering).lstrip("-"), str(ordering).startswith("-"))

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
        """Return the condition that selects rows after `value`, or rows before it if `backwards`.

        Returns None if no such rows can exist.
        """
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if backwards else None
        comparison = "lt" if self.descending != backwards else "gt"
        condition = Q(**{f"{self.name}__{comparison}": value})
        if self.nullable and not backwards:
            condition |= Q(**{f"{self.name}__isnull": True})
        return condition

    def value_in(self, row: Any) -> Any:
        value = row
        for part in self.name.split("__"):
            value = getattr(value, part) if value is not None else None
        return value.isoformat() if isinstance(value, date | datetime) else value


@dataclass(frozen=True, slots=True)
class Cursor:
    """The ordering values of the row just before a page, or just after the page if `backwards`."""

    values: list[Any]
    backwards: bool

    def condition(self, keys: Sequence[Key]) -> Q:
        condition = Q(pk__in=[])
        same = Q()
        for key, value in zip(keys, self.values, strict=True):
            beyond = key.beyond(value, backwards=self.backwards)
            if beyond is not None:
                condition |= same & beyond
            same &= key.same(value)
        return condition


def keys_of(queryset: QuerySet[Any]) -> list[Key]:
    """Return the ordering keys of the queryset; the last key is unique."""
    orderings = queryset.query.order_by or queryset.model._meta.ordering
    keys = [Key.of(ordering) for ordering in orderings]
    return keys if keys and keys[-1].name in UNIQUE else [*keys, Key("pk")]
