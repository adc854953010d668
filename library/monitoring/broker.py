"""Asking the broker of the workers, which may be away or deaf, without waiting long for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

AWAY = (OperationalError, RedisError, OSError)
"""What is raised where the broker is not there, does not answer, or holds what it should not."""
PATIENCE = {"socket_connect_timeout": 1, "socket_timeout": 1, "max_retries": 0}
"""Timeouts in seconds."""


@contextmanager
def broker() -> Iterator[Any]:
    """Open a connection to the broker; raises one of AWAY where that fails."""
    with current_app.connection_for_read(transport_options=PATIENCE) as connection:
        connection.ensure_connection(max_retries=0, interval_start=0, timeout=1)
        yield connection


def broker_fault() -> str:
    """Return what is wrong with the broker, in a word; an empty text where it answers."""
    try:
        with broker():
            return ""
    except AWAY as error:
        return type(error).__name__


def queue_depth(queue: str) -> int | None:
    """Return how many messages wait in a queue; None without a broker, or if it cannot tell."""
    if not settings.REDIS_URL:
        return None
    try:
        with broker() as connection:
            return int(connection.default_channel.client.llen(queue))
    except AWAY:
        return None


def workers_that_answer() -> list[str]:
    """Return the names of the workers that answer within a second; raises one of AWAY."""
    with broker() as connection:
        answers = current_app.control.ping(timeout=1.0, connection=connection)
    return sorted(name for answer in answers or () for name in answer)
