"""Celery tasks of the library itself; those that score are in `scoring.tasks`."""

import uuid

from celery import shared_task
from django.conf import settings
from django.db import transaction

from library.exporting.dumps import dump_library
from library.services.idempotency import forget_answers as forget
from library.services.webhooks import deliver, due_deliveries


@shared_task
def deliver_webhook(delivery_id: str) -> bool:
    """Send one delivery, unless it is not due or another worker has it in hand."""
    return deliver(uuid.UUID(delivery_id))


@shared_task
def deliver_webhooks() -> int:
    """Queue what is due: the first attempts, the later ones, and what died with a worker."""
    due = due_deliveries()
    for delivery_id in due:
        deliver_webhook.delay(str(delivery_id))
    return len(due)


@shared_task
def dump() -> str:
    """Write a dump of the library where dumps are kept; return its name, '' where they are not."""
    return dump_library().name if settings.DATA.folder else ""


@shared_task
def forget_answers() -> int:
    """Delete the answers to repeated writes that are kept no longer."""
    return forget()


def queue_webhooks() -> None:
    """Send what is due once the transaction is through, rather than at the clock's next round."""
    transaction.on_commit(deliver_webhooks.delay)
