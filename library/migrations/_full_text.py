"""The full-text index of segments.

On SQLite, it is an FTS5 table with triggers; on PostgreSQL, a generated column with a GIN index.

`make migrations` adds these operations at the end of `0001_initial`.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = [
    "CREATE VIRTUAL TABLE library_segment_words USING fts5("
    "text, content='library_segment', content_rowid='id', tokenize='porter unicode61')",
    "CREATE TRIGGER library_segment_words_insert AFTER INSERT ON library_segment BEGIN "
    "INSERT INTO library_segment_words(rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER library_segment_words_delete AFTER DELETE ON library_segment BEGIN "
    "INSERT INTO library_segment_words(library_segment_words, rowid, text) "
    "VALUES ('delete', old.id, old.text); END",
    "CREATE TRIGGER library_segment_words_update AFTER UPDATE OF text ON library_segment BEGIN "
    "INSERT INTO library_segment_words(library_segment_words, rowid, text) "
    "VALUES ('delete', old.id, old.text); "
    "INSERT INTO library_segment_words(rowid, text) VALUES (new.id, new.text); END",
    "INSERT INTO library_segment_words(library_segment_words) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER IF EXISTS library_segment_words_insert",
    "DROP TRIGGER IF EXISTS library_segment_words_delete",
    "DROP TRIGGER IF EXISTS library_segment_words_update",
    "DROP TABLE IF EXISTS library_segment_words",
]
# As FTS5 reads them: letters without their accents, words of letters and digits only, none of them
# left out. PostgreSQL's own parser takes `GPT-4` for a word and a number, and `node.js` for a host.
POSTGRESQL_WORDS = (
    r"regexp_replace(regexp_replace(normalize(text, NFD), '[\u0300-\u036f]+', '', 'g'), "
    r"'[^[:alnum:]''’]+', ' ', 'g')"
)
POSTGRESQL = [
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS counterpoint CASCADE",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS counterpoint_stem CASCADE",
    "CREATE TEXT SEARCH DICTIONARY counterpoint_stem (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION counterpoint (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION counterpoint "
    "ALTER MAPPING REPLACE english_stem WITH counterpoint_stem",
    "ALTER TABLE library_segment ADD COLUMN words tsvector "
    f"GENERATED ALWAYS AS (to_tsvector('counterpoint', {POSTGRESQL_WORDS})) STORED",
    "CREATE INDEX library_segment_words ON library_segment USING gin (words)",
]
POSTGRESQL_BACK = [
    "DROP INDEX IF EXISTS library_segment_words",
    "ALTER TABLE library_segment DROP COLUMN IF EXISTS words",
    "DROP TEXT SEARCH CONFIGURATION IF EXISTS counterpoint",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS counterpoint_stem",
]


def index(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def unindex(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    for statement in SQLITE_BACK if editor.connection.vendor == "sqlite" else POSTGRESQL_BACK:
        editor.execute(statement)


OPERATIONS = [migrations.RunPython(index, unindex)]
