"""Loads only the columns that an answer needs."""

from collections.abc import Collection, Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def load_only(
    rows: "QuerySet[Row]", columns: Collection[str], *, joined: Mapping[str, type[Model]]
) -> "QuerySet[Row]":
    """Load `columns` and none else; `relation__column` is one of a row joined under that name.

    A relation of `joined` that no column is wanted of is not joined. (`only()` would do, were it
    not refused beside a FilteredRelation.) Not for rows of a related manager: Django sets the
    parent on each of those, and reads the key of it that is left out here row by row.
    """
    wanted = {name for name in joined if any(column.startswith(f"{name}__") for column in columns)}
    tables: list[tuple[str, type[Model]]] = [("", rows.model)]
    tables += [(f"{name}__", joined[name]) for name in sorted(wanted)]
    unwanted = [
        prefix + field.attname.removesuffix("_id") if field.is_relation else prefix + field.name
        for prefix, model in tables
        for field in model._meta.concrete_fields
        if not field.primary_key
        and prefix + field.name not in columns
        # The key of a joined row is what it is joined by.
        and prefix + field.name not in wanted
    ]
    narrowed = rows.select_related(None).defer(*unwanted)
    return narrowed.select_related(*sorted(wanted)) if wanted else narrowed
