"""Database checks, and migrations in both directions."""

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.core.management import call_command
from django.db import connection

from library.checks import expected_triggers
from library.http.content_version import library_version
from tests.make import make_assessed

UNSEEN = {
    "library_assignment",
    "library_delivery",
    "library_episodechange",
    "library_feed",
    "library_feedentry",
    "library_idempotentresponse",
    "library_job",
    "library_jobitem",
    "library_libraryversion",
    "library_pendingchange",
    "library_scheduledpublication",
    "library_token",
    "library_webhook",
    # Written with scoring_transcripttopics, which is watched.
    "scoring_claimpassage",
    "scoring_episodeterm",
    "scoring_segmentsubject",
    "scoring_segmentterm",
    "scoring_subjectweight",
    "scoring_term",
    "scoring_topicedition",
}

pytestmark = pytest.mark.django_db(transaction=True)


def faults() -> list[str]:
    found = run_checks(databases=["default"])
    return [each.msg for each in found if each.id == "library.E001"]


def test_a_migrated_database_has_version_triggers() -> None:
    assert faults() == []


def test_every_table_has_a_trigger_or_is_not_public() -> None:
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    ours = {table for table in ours if table.startswith(("library_", "scoring_"))}
    # What changes is written with what it is the history of.
    histories = {table for table in ours if "_historical" in table}

    assert set(expected_triggers("sqlite")) == ours - histories - UNSEEN


@pytest.mark.parametrize("table", sorted(expected_triggers("sqlite")))
def test_a_missing_trigger_is_reported(table: str) -> None:
    name = sorted(expected_triggers(connection.vendor)[table])[0][1]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [name])
            written = cursor.fetchone()[0]
            cursor.execute(f"DROP TRIGGER {name}")
        else:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {name}")
    try:
        assert faults() == [f"Triggers for the library version are missing on {table}."]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                written
                if connection.vendor == "sqlite"
                else f"ALTER TABLE {table} ENABLE TRIGGER {name}"
            )
    assert faults() == []


def test_migrations_run_back_to_nothing_and_forwards_again() -> None:
    make_assessed()
    with connection.cursor() as cursor:
        before = set(connection.introspection.table_names(cursor))
    try:
        for app in ("scoring", "library"):
            call_command("migrate", app, "zero", verbosity=0)
        with connection.cursor() as cursor:
            left = set(connection.introspection.table_names(cursor))
        assert not [name for name in left if name.startswith(("library_", "scoring_"))]
        assert faults() == []
    finally:
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        assert set(connection.introspection.table_names(cursor)) == before
    assert faults() == []
    version = library_version()
    make_assessed()
    assert library_version() != version
