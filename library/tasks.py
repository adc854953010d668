"""Celery tasks of the library itself; those that score are in `scoring.tasks`."""

import uuid

from celery import shared_task
from django.conf import settings

from library.exporting.dumps import dump_library
from library.services.idempotency import forget_answers
from library.services.jobs import delete_old_jobs
from library.services.queueing import enqueue, send
from library.services.webhooks import delete_old_deliveries, deliver, due_deliveries


@shared_task
def deliver_webhook(delivery_id: str) -> bool:
    """Send one delivery, unless it is not due or another worker has it in hand."""
    return deliver(uuid.UUID(delivery_id))


@shared_task
def deliver_webhooks() -> int:
    """Queue what is due: the first attempts, the later ones, and what died with a worker."""
    due = due_deliveries()
    return send(deliver_webhook, [(str(delivery_id),) for delivery_id in due])


@shared_task
def dump() -> str:
    """Write a dump of the library where dumps are kept; return its name, '' where they are not."""
    return dump_library().name if settings.DATA.folder else ""


@shared_task
def clean_up() -> dict[str, int]:
    """Delete what is older than its retention time; return how many rows of each kind."""
    return {
        "answers": forget_answers(),
        "jobs": delete_old_jobs(),
        "deliveries": delete_old_deliveries(),
    }


def queue_webhooks() -> None:
    """Send what is due once the transaction is through, rather than at the clock's next round."""
    enqueue(deliver_webhooks)
