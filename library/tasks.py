"""Celery tasks of the library app."""

import uuid
from dataclasses import astuple
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from library.exporting.dumps import dump_library
from library.exporting.stored_exports import WholeExport
from library.services.accounts import send_password_reset
from library.services.changes import announce_changes, delete_old_changes
from library.services.idempotency import delete_old_responses
from library.services.jobs import delete_old_jobs
from library.services.queueing import enqueue, send
from library.services.webhooks import delete_old_deliveries, deliver, due_deliveries

EXPORT_PAUSE, EXPORT_SHARE = 10, 5
"""Minimum number of seconds between the exports that clients can request, all clients together, and
the length of the pause after an export in multiples of the time that it took."""

EXPORT_REQUESTED = "export-requested"


@shared_task
def deliver_webhook(delivery_id: str) -> bool:
    """Send a delivery if it is due and no other worker is sending it."""
    return deliver(uuid.UUID(delivery_id))


@shared_task
def deliver_webhooks() -> int:
    """Queue webhook messages for new changes, and start a task for each due delivery."""
    announce_changes()
    due = due_deliveries()
    return send(deliver_webhook, [(str(delivery_id),) for delivery_id in due])


@shared_task
def dump() -> str:
    """Write a dump and return its file name, or '' if dumps are disabled."""
    return dump_library().name if settings.DATA.folder else ""


@shared_task
def write_export(form: str, with_texts: bool, site: str, version: int, key: str) -> bool:
    """Write an export of the whole library; return whether it is there."""
    started = monotonic()
    try:
        return WholeExport(form, with_texts, site, version, key).write()
    finally:
        pause = EXPORT_SHARE * (monotonic() - started)
        cache.set(EXPORT_REQUESTED, 1, max(EXPORT_PAUSE, round(pause)))


@shared_task
def mail_password_reset(address: str, host: str, secure: bool) -> bool:
    """Send a password reset link to the accounts with this e-mail address."""
    return send_password_reset(address, host=host, secure=secure)


@shared_task
def clean_up() -> dict[str, int]:
    """Delete rows that are past their retention period; return the numbers deleted, by kind."""
    return {
        "answers": delete_old_responses(),
        "jobs": delete_old_jobs(),
        "deliveries": delete_old_deliveries(),
        "changes": delete_old_changes(),
    }


def request_export(export: WholeExport) -> bool:
    """Let a worker write `export`, unless another one was requested or written just now.

    Returns whether it was requested. Without workers, it has been written then.
    """
    if not settings.CELERY_TASK_ALWAYS_EAGER and not cache.add(EXPORT_REQUESTED, 1, EXPORT_PAUSE):
        return False
    send(write_export, [astuple(export)])
    return True


def queue_password_reset(address: str, host: str, *, secure: bool) -> None:
    """Queue the password reset message. If the broker is down, the user must request it again."""
    send(mail_password_reset, [(address, host, secure)])


def queue_webhooks() -> None:
    """Send due deliveries once the current transaction commits, without waiting for Celery beat."""
    enqueue(deliver_webhooks)
