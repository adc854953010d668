"""Query plans of PostgreSQL."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

on_postgresql = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="plans are those of PostgreSQL"
)


def plans_of(work: Callable[[], object]) -> list[str]:
    """Return the plan of each query of `work`, with sequential scans only if no index is usable."""
    with CaptureQueriesContext(connection) as asked:
        work()
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        # Small tables are read faster whole; what counts is that the index serves.
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked:
            cursor.execute(f"EXPLAIN {query['sql']}")
            plans.append("\n".join(line for (line,) in cursor.fetchall()))
        cursor.execute("SET LOCAL enable_seqscan = on")
    return plans
