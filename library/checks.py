"""Database checks, run by `migrate` and `check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from library.migrations import _changes
from library.migrations._version import TABLES
from scoring.migrations import _changes as scoring_changes
from scoring.migrations import _version as scoring

PUBLIC = {**TABLES, **scoring.TABLES}
TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid)",
}


@register(Tags.database)
def check_version_triggers(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Report public tables without version triggers.

    Changes to such tables would not invalidate the cache. Triggers can be missing if a database was
    restored without them.
    """
    errors: list[CheckMessage] = []
    for name in databases or ():
        try:
            missing = missing_triggers(connections[name])
        except DatabaseError:
            # The database has not been migrated yet.
            continue
        if missing:
            hint = "Restore the database with its triggers, or migrate library to zero and back."
            message = f"Triggers for the library version are missing on {', '.join(missing)}."
            errors.append(Error(message, hint=hint, id="library.E001"))
    return errors


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of existing tables that lack a trigger, sorted."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(TRIGGERS[connection.vendor])
        existing = set(cursor.fetchall())
    expected = expected_triggers(connection.vendor)
    return [table for table in sorted(expected) if table in tables and expected[table] - existing]


def expected_triggers(vendor: str) -> dict[str, set[tuple[str, str]]]:
    """For each public table, return the (table, trigger name) pairs that the migrations create."""
    return {table: {(table, name) for name in _names(table, vendor)} for table in PUBLIC}


def _names(table: str, vendor: str) -> list[str]:
    changes = {**_changes.CHANGES, **scoring_changes.CHANGES}.get(table, {})
    prefix = table if vendor == "sqlite" else "library"
    versions = [f"{prefix}_version_{verb}" for verb in PUBLIC[table]]
    return [*versions, *(f"{prefix}_change_{verb}" for verb in changes)]
