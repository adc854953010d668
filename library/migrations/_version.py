"""Triggers that set a new library version when public data changes.

Changes to drafts do not count: the episode must be published before or after the change.

On PostgreSQL, the triggers run at commit and set the version once per transaction, so that writers
do not block each other earlier. On SQLite, which serialises writers anyway, they run immediately.
"""

from collections.abc import Mapping

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FUNCTIONS = """
CREATE FUNCTION library_set_version() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  transaction bigint := pg_current_xact_id()::text::bigint;
BEGIN
  IF EXISTS (SELECT 1 FROM library_libraryversion WHERE changed_by = transaction) THEN RETURN; END IF;
  INSERT INTO library_libraryversion (id, value, changed_by, changed_at)
  VALUES (1, (random() * 9e18)::bigint, transaction, extract(epoch FROM clock_timestamp()))
  ON CONFLICT (id) DO UPDATE SET
    value = excluded.value, changed_by = excluded.changed_by, changed_at = excluded.changed_at;
END $$;
CREATE FUNCTION library_is_published(key bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  state text;
BEGIN
  SELECT status INTO state FROM library_episode WHERE id = key;
  IF NOT FOUND OR state = 'published' THEN RETURN FOUND; END IF;
  -- The lock stops others from publishing it before this transaction ends. A transaction that
  -- holds another lock may be publishing it, so count it as published; waiting could deadlock.
  PERFORM 1 FROM library_episode WHERE id = key AND status <> 'published' FOR SHARE SKIP LOCKED;
  RETURN NOT FOUND;
END $$
"""
WATCH = """
CREATE FUNCTION {table}_version_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN PERFORM library_set_version(); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER library_version_{verb} AFTER {verb} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {table}_version_{verb}()
"""
SQLITE_WATCH = """
CREATE TRIGGER {table}_version_{verb} AFTER {verb} ON {table} WHEN {when} BEGIN
  INSERT INTO library_libraryversion (id, value, changed_at)
  VALUES (1, abs(random()), (julianday('now') - 2440587.5) * 86400.0)
  ON CONFLICT (id) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at;
END
"""
PUBLISHED = {
    "postgresql": "library_is_published(",
    "sqlite": "EXISTS (SELECT 1 FROM library_episode WHERE status = 'published' AND id = ",
}
"""Start of the SQL condition that an episode is published; the key and `)` follow."""
VERBS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}
"""The row variables that a trigger can use, by SQL verb."""
OF_TRANSCRIPT = "(SELECT episode_id FROM library_transcript WHERE id = {row}.transcript_id)"


def where(shown: str) -> dict[str, str]:
    """Return trigger conditions by SQL verb; `shown` is the condition that `{row}` is public."""
    return {
        verb: " OR ".join(shown.replace("{row}", row) for row in rows)
        for verb, rows in VERBS.items()
    }


def of_episode(key: str = "{row}.episode_id") -> dict[str, str]:
    """Return trigger conditions for a table of episode data; `key` is SQL for the episode's key."""
    return where("{published}" + key + ")")


# A new show or guest is public with its first published episode, which is a change of its own.
SHARED = {"update": "1 = 1", "delete": "1 = 1"}
TABLES: dict[str, Mapping[str, str]] = {
    "library_show": SHARED,
    "library_shelf": SHARED,
    "library_guest": SHARED,
    "library_tag": SHARED,
    "library_episode": where("{row}.status = 'published'"),
    "library_episode_guests": of_episode(),
    "library_episode_tags": of_episode(),
    "library_transcript": of_episode(),
    "library_segment": of_episode(OF_TRANSCRIPT),
    "library_speakermark": of_episode(OF_TRANSCRIPT),
}
"""SQL conditions for public changes, by table and verb."""


def condition(when: str, vendor: str) -> str:
    """Return the condition `when` with `{published}` replaced by the SQL of the database."""
    return when.replace("{published}", PUBLISHED[vendor])


def watch(tables: Mapping[str, Mapping[str, str]]) -> migrations.RunPython:
    """Return the migration operation that creates the triggers on `tables`."""

    def set_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        vendor = editor.connection.vendor
        statement = SQLITE_WATCH if vendor == "sqlite" else WATCH
        for table, conditions in tables.items():
            for verb, when in conditions.items():
                when = condition(when, vendor)
                editor.execute(statement.format(table=table, verb=verb, when=when))

    def drop_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table, conditions in tables.items():
            for verb in conditions:
                if editor.connection.vendor == "sqlite":
                    editor.execute(f"DROP TRIGGER IF EXISTS {table}_version_{verb}")
                else:
                    editor.execute(f"DROP FUNCTION IF EXISTS {table}_version_{verb}() CASCADE")

    return migrations.RunPython(set_triggers, drop_triggers)


def make_function(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTIONS)


def drop_function(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        names = "library_set_version(), library_is_published(bigint)"
        editor.execute(f"DROP FUNCTION IF EXISTS {names}")


OPERATIONS = [migrations.RunPython(make_function, drop_function), watch(TABLES)]
