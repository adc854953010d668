"""Querysets whose SQL is written once, not for every request, and planned once.

Writing the SQL of a queryset takes Django ten times as long as PostgreSQL takes to answer it.
`Compiled` writes it when it is first asked, for each thread, and then only fills in the values.
PostgreSQL is given them beside the statement, not in it, and so need not plan it again.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import QuerySet, Value

Row = TypeVar("Row")


class Given(Value):
    """Stands in a queryset for a value that is given when the queryset is asked.

    It is compared with a column as it is: without the column's own conversion, and never null.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple["Given"]]:  # type: ignore[override]
        return "%s", (self,)


class _Written:
    """The SQL of one queryset for one connection; used by one thread at a time."""

    def __init__(self, rows: QuerySet[Any, Any]) -> None:
        self.rows = rows
        self.compiler = rows.query.get_compiler(using=rows.db)
        self.connection = self.compiler.connection
        self.sql, self.parameters = self.compiler.as_sql()
        self.filled: tuple[Any, ...] = ()
        # Django's own iterables ask these two, and do all the rest: rows to models and the like.
        self.compiler.as_sql = self._sql
        rows.query.get_compiler = self._compiler  # type: ignore[method-assign]

    def _sql(self, *_: object, **__: object) -> tuple[str, tuple[Any, ...]]:
        return self.sql, self.filled

    def _compiler(self, *_: object, **__: object) -> Any:
        return self.compiler

    def ask(self, values: dict[str, Any]) -> list[Any]:
        self.filled = tuple(
            values[one.name] if isinstance(one, Given) else one for one in self.parameters
        )
        iterated: Any = self.rows._iterable_class(self.rows)
        with _values_beside(self.connection):
            return list(iterated)


@contextmanager
def _values_beside(connection: Any) -> Iterator[None]:
    """Let psycopg prepare statements, as `prepare_threshold` says, where Django's cursor does not.

    https://www.psycopg.org/psycopg3/docs/advanced/prepare.html
    """
    if connection.settings_dict["OPTIONS"].get("prepare_threshold") is None:
        yield
        return
    connection.ensure_connection()
    held = connection.connection
    usual, held.cursor_factory = held.cursor_factory, ServerBindingCursor
    try:
        yield
    finally:
        held.cursor_factory = usual


class Compiled(Generic[Row]):
    """A queryset to be asked again and again: `Compiled(make)(slug="a-talk")` returns its rows.

    `make` returns the queryset, with `Given("slug")` where the value goes. It is called once for
    each thread, so what it reads from settings stays as it was; prefetching is not done.
    """

    def __init__(self, make: Callable[[], "QuerySet[Any, Row]"]) -> None:
        self._make = make
        self._local = threading.local()

    def __call__(self, **values: Any) -> list[Row]:
        written: _Written | None = getattr(self._local, "written", None)
        if written is None or written.connection is not connections[written.rows.db]:
            written = self._local.written = _Written(self._make())
        return written.ask(values)


def loaded(rows: QuerySet[Any, Any], found: list[Any]) -> Any:
    """Return a queryset of `found` that asks no more, for what an instance has prefetched."""
    rows._result_cache = found
    return rows
