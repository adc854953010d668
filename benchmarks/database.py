"""A scratch database on the DATABASE_URL server, dropped after each measurement."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def scratch_database() -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def address() -> str:
    """Return the DATABASE_URL of the scratch database, for child processes."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        raise RuntimeError("this benchmark needs PostgreSQL: set DATABASE_URL")
    secret = f":{settings['PASSWORD']}" if settings["PASSWORD"] else ""
    host, port = settings["HOST"] or "127.0.0.1", settings["PORT"] or 5432
    return f"postgres://{settings['USER']}{secret}@{host}:{port}/{settings['NAME']}"
