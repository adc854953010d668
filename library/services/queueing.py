"""Send messages to workers. A write never fails because the broker is down.

The database records the work to do. If a message cannot be sent, the failure is logged, and the
periodic tasks in `config.beat` queue the work later.
"""

import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, TypeAlias

from celery import Task as CeleryTask
from celery import current_app
from django.conf import settings
from django.db import transaction

from library.monitoring.broker import BROKER_ERRORS, broker

Call = tuple[Any, ...]
"""The arguments of one message."""
Task: TypeAlias = "CeleryTask[Any, Any]"
ONE: Sequence[Call] = ((),)

logger = logging.getLogger(__name__)


def enqueue(
    task: Task,
    calls: Sequence[Call] = ONE,
    *,
    unsent: Callable[[Sequence[Call]], None] | None = None,
) -> None:
    """Send a message for each of `calls` after the current transaction commits.

    `unsent` is called with the calls whose messages could not be sent.
    """
    transaction.on_commit(partial(send, task, calls, unsent=unsent))


def send(
    task: Task,
    calls: Sequence[Call] = ONE,
    *,
    unsent: Callable[[Sequence[Call]], None] | None = None,
) -> int:
    """Send a message for each of `calls` now, and return the number sent; see `enqueue`.

    If no broker is configured, the tasks run in this process and can raise their own exceptions.
    """
    if settings.CELERY_TASK_ALWAYS_EAGER:
        for call in calls:
            task.apply_async(call)
        return len(calls)
    sent = 0
    try:
        with broker() as connection:
            producer = current_app.amqp.Producer(connection, auto_declare=False)
            for call in calls:
                task.apply_async(call, producer=producer, retry=False)
                sent += 1
    except BROKER_ERRORS:
        logger.warning(
            "%d of %d messages for %s were not sent.", len(calls) - sent, len(calls), task.name,
            exc_info=True,
        )  # fmt: skip
        if unsent:
            unsent(calls[sent:])
    return sent
