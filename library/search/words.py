"""A full-text condition on segments, as a queryset expression."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func
from django.db.models.sql.compiler import SQLCompiler

from library.search.query.parser import Query


class MatchesQuery(Func):
    """Whether the text of a segment matches a query, according to the full-text index."""

    output_field = BooleanField()

    def __init__(self, query: Query, *expressions: Any, **extra: Any) -> None:
        super().__init__(*(expressions or (F("id"),)), **extra)
        self.query = query

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        key, values = compiler.compile(self.source_expressions[0])
        matches = "SELECT rowid FROM library_segment_words WHERE library_segment_words MATCH %s"
        return f"{key} IN ({matches})", (*values, self.query.for_sqlite())

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **_: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        key, values = compiler.compile(self.source_expressions[0])
        words = f'{key.rpartition(".")[0]}."words"'
        # With a constant query, PostgreSQL reads all texts if it expects many matches. That takes
        # longer than the index, because it must unpack the text of each row.
        matches = f"{words} @@ (SELECT to_tsquery('counterpoint', %s))"
        return matches, (*values, self.query.for_postgresql())
