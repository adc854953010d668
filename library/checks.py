"""System checks of the database, run by `migrate` and `check --database default`."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from library.migrations._version import TABLES, VERBS
from scoring.migrations import _version as scoring

TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE tgenabled <> 'D' AND pg_table_is_visible(pg_class.oid)",
}


@register(Tags.database)
def version_is_drawn(databases: Sequence[str] | None, **_: Any) -> list[CheckMessage]:
    """Fail where a table that the public sees draws no new version of the library.

    Kept pages would be shown on after it has changed. A dump that was restored without its
    triggers is how that comes about.
    """
    found: list[CheckMessage] = []
    for name in databases or ():
        try:
            missing = missing_triggers(connections[name])
        except DatabaseError:
            # Before the first migration there is nothing to check.
            continue
        if missing:
            hint = "Restore the database with its triggers, or migrate library to zero and back."
            said = f"Triggers that draw the library's version are missing on {', '.join(missing)}."
            found.append(Error(said, hint=hint, id="library.E001"))
    return found


def missing_triggers(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables, sorted, that exist but lack a trigger that they should have."""
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        cursor.execute(TRIGGERS[connection.vendor])
        there = set(cursor.fetchall())
    expected = watched_triggers(connection.vendor)
    return [table for table in sorted(expected) if table in tables and expected[table] - there]


def watched_triggers(vendor: str) -> dict[str, set[tuple[str, str]]]:
    """Return, for each table, table and name of every trigger that the migrations set on it."""
    tables = [*TABLES, *scoring.TABLES, *scoring.SOME]
    return {table: {(table, name) for name in _names(table, vendor)} for table in tables}


def _names(table: str, vendor: str) -> list[str]:
    if vendor == "sqlite":
        return [f"{table}_version_{verb}" for verb in VERBS]
    if table in scoring.SOME:
        return [f"library_version_{verb}" for verb in VERBS]
    return ["library_version"]
