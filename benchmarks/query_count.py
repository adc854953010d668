"""Count the database queries of a block and measure their time."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection


@dataclass
class QueryCount:
    """Number of queries and their total time in seconds."""

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
    """Count the database queries made in the block."""
    count = QueryCount()
    with connection.execute_wrapper(count):
        yield count
