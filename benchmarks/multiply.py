"""Copy a generated library many times inside PostgreSQL, in minutes instead of hours."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, models

from library.models import Episode, Segment, Transcript
from scoring.models import Assessment, SegmentScore

COPIED: tuple[type[models.Model], ...] = (Episode, Transcript, Assessment, Segment, SegmentScore)
SHIFT = 10_000_000
"""Difference between the keys of two successive copies."""
MAX_TEXT = 200


def multiply(times: int) -> None:
    """Make the library `times` as large by adding copies with new keys and unique names.

    The texts of copies are truncated. To benchmark queries that read texts, use `fill` instead.
    """
    with indexed_afterwards(Segment), loading(), connection.cursor() as cursor:
        for model in COPIED:
            columns = {
                connection.ops.quote_name(str(field.column)): _expression(field)
                for field in model._meta.concrete_fields
                if not field.generated
            }
            table, names, copies = model._meta.db_table, ", ".join(columns), times - 1
            cursor.execute(
                # Only names of our own models are interpolated; the number is a bound parameter.
                f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} "
                f"FROM {table} source, generate_series(1, %s) copy(number)",
                [copies],
            )
        cursor.execute("ANALYZE")


@contextmanager
def loading() -> Iterator[None]:
    """Disable triggers and foreign key checks to load millions of rows quickly."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET session_replication_role")


@contextmanager
def indexed_afterwards(model: type[models.Model]) -> Iterator[None]:
    """Drop the non-unique indexes of a table, and recreate them when the block ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s "
            "AND indexdef NOT LIKE 'CREATE UNIQUE %%'",
            [model._meta.db_table],
        )
        definitions = dict(cursor.fetchall())
        for name in definitions:
            cursor.execute(f"DROP INDEX {connection.ops.quote_name(name)}")
    yield
    with connection.cursor() as cursor:
        for definition in definitions.values():
            cursor.execute(definition)


def _expression(field: models.Field) -> str:  # type: ignore[type-arg]
    value = f"source.{connection.ops.quote_name(str(field.column))}"
    if field.primary_key or field.related_model in COPIED:
        return f"{value} + {SHIFT} * copy.number"
    if isinstance(field, models.TextField):
        return f"left({value}, {MAX_TEXT})"
    return f"{value} || '-' || copy.number" if field.unique else value
