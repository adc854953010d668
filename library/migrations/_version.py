"""Triggers that set a new library version when public data changes.

On PostgreSQL they run at the commit, once per transaction, so that writers do not block each other
before. On SQLite, which serialises writers anyway, they run immediately.
"""

from collections.abc import Sequence

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DRAW = """
CREATE FUNCTION library_set_version() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO library_libraryversion AS kept (id, value, changed_by, changed_at) VALUES (
    1, (random() * 9e18)::bigint, pg_current_xact_id()::text::bigint, extract(epoch FROM clock_timestamp()))
  ON CONFLICT (id) DO UPDATE SET
    value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at
  WHERE kept.changed_by IS DISTINCT FROM excluded.changed_by;
END $$;
CREATE FUNCTION library_draw_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM library_set_version();
  RETURN NULL;
END $$
"""
WATCH = """
CREATE CONSTRAINT TRIGGER library_version AFTER INSERT OR UPDATE OR DELETE ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION library_draw_version()
"""
WATCH_SOME = """
CREATE CONSTRAINT TRIGGER library_version_{verb} AFTER {verb} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ({when})
EXECUTE FUNCTION library_draw_version()
"""
SQLITE_WATCH = """
CREATE TRIGGER {table}_version_{verb} AFTER {verb} ON {table} {when} BEGIN
  INSERT INTO library_libraryversion (id, value, changed_at)
  VALUES (1, abs(random()), (julianday('now') - 2440587.5) * 86400.0)
  ON CONFLICT (id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;
END
"""
VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
"""What happens to a row, and under which names it is known then."""
TABLES = [
    "library_show",
    "library_shelf",
    "library_guest",
    "library_tag",
    "library_episode",
    "library_episode_guests",
    "library_episode_tags",
    "library_transcript",
    "library_segment",
    "library_speakermark",
]


def watch(tables: Sequence[str], shown: str = "") -> migrations.RunPython:
    """Return the operation that creates the triggers on `tables`.

    If only some rows are public, `shown` is their condition, with `{row}` for the row.
    """

    def set_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        for table in tables:
            if not sqlite and not shown:
                editor.execute(WATCH.format(table=table))
                continue
            for verb, names in VERBS.items():
                when = " OR ".join(shown.format(row=row) for row in names) if shown else ""
                if sqlite:
                    when = when and f"WHEN {when}"
                statement = SQLITE_WATCH if sqlite else WATCH_SOME
                editor.execute(statement.format(table=table, verb=verb, when=when))

    def drop_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            if editor.connection.vendor == "sqlite":
                for verb in VERBS:
                    editor.execute(f"DROP TRIGGER IF EXISTS {table}_version_{verb}")
            else:
                for end in ("", *(f"_{verb}" for verb in VERBS)):
                    editor.execute(f"DROP TRIGGER IF EXISTS library_version{end} ON {table}")

    return migrations.RunPython(set_triggers, drop_triggers)


def make_function(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(DRAW)


def drop_function(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute("DROP FUNCTION IF EXISTS library_draw_version(), library_set_version()")


OPERATIONS = [migrations.RunPython(make_function, drop_function), watch(TABLES)]
