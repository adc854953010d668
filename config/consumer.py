"""Celery consumer that keeps the worker running if the connection to Redis is lost."""

import logging

from celery.worker.consumer import Consumer

logger = logging.getLogger(__name__)


class SteadyConsumer(Consumer):
    """A consumer that reconnects even if unacknowledged messages cannot be returned to Redis.

    Celery 5.7 closes a lost connection twice. If there are unacknowledged messages, kombu then
    raises AttributeError, which would end the worker with exit code 1. Redis redelivers such
    messages after the visibility timeout.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            logger.warning("Unacknowledged messages could not be returned to the broker: %s", error)
