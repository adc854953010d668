"""Count the queries of a block, and the seconds the database takes for them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass
class QueryCount:
    """Number of queries and their total seconds."""

    queries: int = 0
    seconds: float = 0.0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*arguments)
        finally:
            self.queries += 1
            self.seconds += time.perf_counter() - started


@contextmanager
def count_queries() -> Iterator[QueryCount]:
    """Count the database queries of the block."""
    count = QueryCount()
    with connection.execute_wrapper(count):
        yield count
