"""Versions of stored rows, and changes since a version.

The version of a row is the ID of its latest history record. A form includes the version that it was
opened with, so saving it cannot overwrite changes that the user has not seen.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import ManyToManyField, Model
from simple_history.utils import get_m2m_reverse_field_name

from library.text.word_diff import plain_lines


@dataclass(frozen=True, slots=True)
class Saved:
    """Changes since a version: the author and time of the last change, and the old values."""

    by: str
    at: datetime
    before: Mapping[str, Any]


def version_of(row: Model) -> int:
    """Return the version of a stored row, or 0 if it has no history. Runs one query."""
    latest = _records(row).values_list("history_id", flat=True).first()
    return latest or 0


def saved_since(row: Model, version: int, names: Collection[str]) -> Saved | None:
    """Return the changes to the fields `names` since `version`, or None if there are none.

    Changes to other fields, such as the status, are ignored. If the version is unknown, all fields
    are treated as changed.
    """
    latest = _records(row).select_related("history_user").first()
    if latest is None or latest.history_id == version:
        return None
    base = _records(row).filter(history_id=version).first()
    tracked = [name for name in names if _is_tracked(latest, row, name)]
    now = {name: value_of(row, name) for name in tracked}
    before = {name: recorded_value(base, row, name) if base else None for name in tracked}
    changed = {name: before[name] for name in tracked if base is None or before[name] != now[name]}
    if not changed:
        return None
    by = str(latest.history_user) if latest.history_user else "The system or a command"
    return Saved(by, latest.history_date, changed)


def value_of(row: Model, name: str) -> Any:
    """Return the stored value of a field; relations become primary keys, in sorted order."""
    field = row._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        return sorted(getattr(row, name).order_by().values_list("pk", flat=True))
    return _plain(getattr(row, field.attname))  # type: ignore[union-attr]


def recorded_value(record: Any, row: Model, name: str) -> Any:
    """Return the value of a field in a history record, in the format of `value_of`."""
    field = row._meta.get_field(name)
    if isinstance(field, ManyToManyField):
        target = get_m2m_reverse_field_name(field)
        return sorted(getattr(record, name).order_by().values_list(target, flat=True))
    return _plain(getattr(record, field.attname))  # type: ignore[union-attr]


def set_history_author(row: Model, by: AbstractBaseUser | None, reason: str) -> None:
    """Set the author and reason for the next history record of `row`.

    The author is None for the system.
    """
    # django-simple-history reads these attributes but has no type hints.
    row._history_user = by  # type: ignore[attr-defined]
    row._change_reason = reason  # type: ignore[attr-defined]


def _records(row: Model) -> Any:
    history: Any = type(row).history  # type: ignore[attr-defined]
    return history.filter(**{row._meta.pk.attname: row.pk}).order_by("-history_id")


def _is_tracked(record: Any, row: Model, name: str) -> bool:
    field = row._meta.get_field(name)
    return hasattr(record, name if isinstance(field, ManyToManyField) else field.attname)  # type: ignore[union-attr]


def _plain(value: Any) -> Any:
    return plain_lines(value) if isinstance(value, str) else value
