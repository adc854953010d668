"""The log of slow queries: their SQL without what was bound to it, and how long they took."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
MOST_CHARACTERS = 2000
"""Of a statement that are logged."""


def start_watching() -> None:
    """Time every query of connections made from now on."""
    connection_created.connect(_watch, dispatch_uid="slow queries")


def _watch(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if log_if_slow not in connection.execute_wrappers:
        connection.execute_wrappers.append(log_if_slow)


def log_if_slow(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    begun = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        seconds = perf_counter() - begun
        if 0 < settings.SLOW_QUERY_SECONDS <= seconds:
            # The ids of request and task are added to every line, see config.logs.
            shown = " ".join(str(sql).split())[:MOST_CHARACTERS]
            logger.warning("A query took %.3f s: %s", seconds, shown)
