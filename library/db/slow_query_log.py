"""Log slow queries with their duration and SQL, without parameters."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
MAX_SQL_CHARACTERS = 2000
"""Maximum length of the logged SQL, in characters."""


def log_slow_queries() -> None:
    """Log slow queries on all new database connections."""
    connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if log_if_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(log_if_slow)


def log_if_slow(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = perf_counter() - started
        if 0 < settings.SLOW_QUERY_SECONDS <= seconds:
            # config.logs adds the request and task IDs.
            text = " ".join(str(sql).split())[:MAX_SQL_CHARACTERS]
            logger.warning("A query took %.3f s: %s", seconds, text)
