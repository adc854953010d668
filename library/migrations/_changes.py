"""Triggers that log changes to published episodes (`library.models.change`).

Change IDs follow commit order. On PostgreSQL, the triggers run at commit and first set the library
version, which locks its row until the transaction ends. SQLite serialises writers anyway.
"""

from collections.abc import Mapping

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from library.migrations._version import TABLES, condition

OF_EPISODES = """
SELECT e.id, {kind}, e.slug, '' FROM library_episode e WHERE e.status = 'published' AND {which}
"""
PUBLISHED = "SELECT NEW.id, 'published', NEW.slug, '' WHERE NEW.status = 'published'"
UPDATED = """
SELECT NEW.id,
  CASE WHEN OLD.status <> 'published' THEN 'published' WHEN NEW.status <> 'published' THEN 'withdrawn'
    WHEN OLD.slug <> NEW.slug THEN 'renamed' ELSE 'changed' END,
  CASE WHEN NEW.status = 'published' THEN NEW.slug ELSE OLD.slug END,
  CASE WHEN OLD.status = 'published' AND NEW.status = 'published' AND OLD.slug <> NEW.slug
    THEN OLD.slug ELSE '' END
WHERE OLD.status = 'published' OR NEW.status = 'published'
"""
WITHDRAWN = "SELECT OLD.id, 'withdrawn', OLD.slug, '' WHERE OLD.status = 'published'"


def of_part(kind: str = "'changed'", shown: str = "") -> dict[str, str]:
    """Return the queries by SQL verb for a table in which each row belongs to one episode.

    `kind` is the SQL expression for the kind of change. `shown` is the SQL condition that a row is
    public; `{row}` stands for the row.
    """
    which = "e.id = {row}.episode_id" + (f" AND ({shown})" if shown else "")
    query = OF_EPISODES.replace("{kind}", kind).replace("{which}", which)
    rows = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
    return {verb: query.replace("{row}", row) for verb, row in rows.items()}


def of_shared(which: str, *columns: str) -> dict[str, str]:
    """Return the queries by SQL verb for a table whose rows several episodes share.

    `which` is the SQL condition for the episodes `e` of a row. Only updates of `columns` count.
    """
    differs = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    return {"update": OF_EPISODES.format(kind="'changed'", which=f"{which} AND ({differs})")}


OF_GUEST = "e.id IN (SELECT episode_id FROM library_episode_guests WHERE guest_id = NEW.id)"
OF_TAG = "e.id IN (SELECT episode_id FROM library_episode_tags WHERE tag_id = NEW.id)"
CHANGES: dict[str, Mapping[str, str]] = {
    "library_episode": {"insert": PUBLISHED, "update": UPDATED, "delete": WITHDRAWN},
    "library_episode_guests": of_part(),
    "library_episode_tags": of_part(),
    "library_transcript": of_part(shown="{row}.is_current"),
    "library_show": of_shared(
        "e.show_id = NEW.id", "slug", "title", "text_may_be_shared", "text_licence"
    ),
    "library_shelf": of_shared("e.shelf_id = NEW.id", "slug", "title"),
    "library_guest": of_shared(OF_GUEST, "slug", "name"),
    "library_tag": of_shared(OF_TAG, "slug", "name"),
}
"""Queries by table and SQL verb; the columns are episode, kind, slug and previous slug."""

LOG = """
INSERT INTO library_episodechange
  (episode_id, kind, slug, previous_slug, at, latest, announced)
SELECT logged.*, {now}, {yes}, {no} FROM ({rows}) AS logged
"""
# Django writes no microseconds if they are zero, and SQLite compares times as texts: so end in 1.
SQLITE_NOW = "strftime('%Y-%m-%d %H:%M:%f', 'now') || '001'"
SQLITE_WATCH = "CREATE TRIGGER {table}_change_{verb} AFTER {verb} ON {table} BEGIN {log}; END"
WATCH = """
CREATE FUNCTION {table}_change_{verb}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {when} THEN
    PERFORM library_set_version();
    {log};
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER library_change_{verb} AFTER {verb} ON {table}
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION {table}_change_{verb}()
"""
REPLACE = """
DELETE FROM library_episodechange WHERE episode_id = NEW.episode_id AND (
  kind = NEW.kind AND kind IN ('changed', 'rescored', 'published')
  OR NEW.kind = 'published' AND kind IN ('changed', 'rescored'));
UPDATE library_episodechange SET latest = {no} WHERE episode_id = NEW.episode_id AND latest;
"""
"""SQL that deletes changes replaced by a new one; clients fetch the whole episode anyway."""
SQLITE_BEFORE = """
CREATE TRIGGER library_episodechange_replace BEFORE INSERT ON library_episodechange
BEGIN {replace} END
"""
BEFORE = """
CREATE FUNCTION library_replace_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {replace}
  RETURN NEW;
END $$;
CREATE TRIGGER library_episodechange_replace BEFORE INSERT ON library_episodechange
FOR EACH ROW EXECUTE FUNCTION library_replace_change()
"""


def watch(
    changes: Mapping[str, Mapping[str, str]], public: Mapping[str, Mapping[str, str]]
) -> migrations.RunPython:
    """Return the migration operation that creates the triggers for `changes`.

    `public` maps the same tables and verbs to the SQL conditions for public changes.
    """

    def set_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        now, yes, no = (
            (SQLITE_NOW, "1", "0") if sqlite else ("clock_timestamp()", "true", "false")
        )
        statement = SQLITE_WATCH if sqlite else WATCH
        for table, verb, rows in _each(changes):
            log = LOG.format(rows=rows, now=now, yes=yes, no=no)
            when = condition(public[table][verb], editor.connection.vendor)
            editor.execute(
                statement.format(table=table, verb=verb, log=log, when=when), params=None
            )

    def drop_triggers(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        for table, verb, _ in _each(changes):
            if editor.connection.vendor == "sqlite":
                editor.execute(f"DROP TRIGGER IF EXISTS {table}_change_{verb}")
            else:
                editor.execute(f"DROP FUNCTION IF EXISTS {table}_change_{verb}() CASCADE")

    return migrations.RunPython(set_triggers, drop_triggers)


def _each(changes: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str, str]]:
    return [(table, verb, rows) for table, by in changes.items() for verb, rows in by.items()]


def replace_earlier(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = editor.connection.vendor == "sqlite"
    replace = REPLACE.format(no="0" if sqlite else "false")
    editor.execute((SQLITE_BEFORE if sqlite else BEFORE).format(replace=replace))


def keep_earlier(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "sqlite":
        editor.execute("DROP TRIGGER IF EXISTS library_episodechange_replace")
    else:
        editor.execute("DROP FUNCTION IF EXISTS library_replace_change() CASCADE")


OPERATIONS = [migrations.RunPython(replace_earlier, keep_earlier), watch(CHANGES, TABLES)]
