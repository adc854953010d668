"""Access to the Celery broker with short timeouts, because the broker may be down."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

BROKER_ERRORS = (OperationalError, RedisError, OSError)
TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
"""Transport options for connections to the broker; timeouts are in seconds."""


@contextmanager
def broker() -> Iterator[Any]:
    """Open a connection to the broker. Raises one of BROKER_ERRORS."""
    with current_app.connection_for_read(transport_options=TIMEOUTS) as connection:
        connection.ensure_connection(max_retries=0, interval_start=0, timeout=1)
        yield connection


def broker_fault() -> str:
    """Return the class name of the broker's error, or '' if the broker works.

    If Celery wraps a Redis error, this is the name of the Redis error, to distinguish a wrong
    password from a stopped server.
    """
    try:
        with broker():
            return ""
    except BROKER_ERRORS as error:
        return type(error.__cause__ or error).__name__


def queue_depth(queue: str) -> int | None:
    """Return the number of messages in a queue, or None without a working broker."""
    if not settings.REDIS_URL:
        return None
    try:
        with broker() as connection:
            return int(connection.default_channel.client.llen(queue))
    except BROKER_ERRORS:
        return None


def responding_workers() -> list[str]:
    """Return the names of the workers that respond within a second.

    Raises one of BROKER_ERRORS.
    """
    with broker() as connection:
        replies = current_app.control.ping(timeout=1.0, connection=connection)
    return sorted(name for reply in replies or () for name in reply)
