"""Celery consumer that survives the loss of Redis while retries are pending."""

import logging

from celery.worker.consumer import Consumer

logger = logging.getLogger(__name__)


class SteadyConsumer(Consumer):
    """Reconnects even if unacknowledged messages cannot be returned to Redis.

    Celery 5.7 closes a lost connection twice. If there are unacknowledged messages, kombu then
    raises AttributeError, and the worker would exit with code 1. Redis redelivers such messages
    after the visibility timeout.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            logger.warning("Unacknowledged messages could not be returned to the broker: %s", error)
