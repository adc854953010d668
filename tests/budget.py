"""Assert the number of queries of a block, as a context manager."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def queries(expected: int) -> Iterator[None]:
    """Assert that the block makes exactly `expected` queries; list them if not."""
    with CaptureQueriesContext(connection) as captured:
        yield
    made = "\n".join(query["sql"][:200] for query in captured)
    assert len(captured) == expected, f"{len(captured)} queries, not {expected}:\n{made}"
