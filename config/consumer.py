"""The consumer of Celery's workers, which survives the loss of Redis while retries wait."""

import logging

from celery.worker.consumer import Consumer

logger = logging.getLogger(__name__)


class SteadyConsumer(Consumer):
    """Reconnects although messages that wait for their time cannot be given back to Redis.

    Celery 5.7 closes a lost connection twice. The second time kombu raises AttributeError if there
    are unacknowledged messages, and the worker would exit with code 1. Redis delivers such messages
    again after the visibility timeout.
    """

    def on_connection_error_after_connected(self, exc: Exception) -> None:
        try:
            super().on_connection_error_after_connected(exc)
        except AttributeError as error:
            logger.warning("Messages could not be given back to the lost broker: %s", error)
