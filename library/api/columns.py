"""Load only the columns needed for a response."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def load_only(
    rows: "QuerySet[Row]", columns: Collection[str], *, joined: Mapping[str, type[Model]]
) -> "QuerySet[Row]":
    """Return the queryset `rows`, limited to `columns`.

    A name such as `relation__column` means a column of a relation in `joined`. Relations without a
    requested column are not joined. All other columns are deferred by name, because `only()` cannot
    be combined with a FilteredRelation. Do not use this function on a related manager: Django sets
    the parent on each row, which would load the deferred foreign key with one query per row.
    """
    used = {name for name in joined if any(column.startswith(f"{name}__") for column in columns)}
    tables: list[tuple[str, type[Model]]] = [("", rows.model)]
    tables += [(f"{name}__", joined[name]) for name in sorted(used)]
    deferred = [
        prefix + field.attname.removesuffix("_id") if field.is_relation else prefix + field.name
        for prefix, model in tables
        for field in model._meta.concrete_fields
        if not field.primary_key
        and prefix + field.name not in columns
        # A join needs the foreign key of its relation.
        and prefix + field.name not in used
    ]
    queryset = rows.select_related(None).defer(*deferred)
    return queryset.select_related(*sorted(used)) if used else queryset
