"""Celery tasks of the library app."""

import uuid
from dataclasses import astuple
from time import monotonic, sleep

from celery import shared_task
from django.conf import settings
from django.core.cache import cache

from library.exporting.dumps import dump_library
from library.exporting.stored_exports import FileChunks, WholeExport
from library.http.content_version import Version
from library.services.accounts import send_password_reset
from library.services.changes import announce_changes, delete_old_changes
from library.services.idempotency import delete_old_responses
from library.services.jobs import delete_old_jobs
from library.services.queueing import enqueue, send
from library.services.webhooks import delete_old_deliveries, deliver, due_deliveries

EXPORT_REQUESTED, EXPORT_AWAITED = "export-requested", "export-awaited"
EXPORT_LIFETIME = 600
"""Seconds after which the request for an export expires if no worker starts it."""
EXPORT_PAUSE, EXPORT_SHARE = 1, 5
"""Minimum pause in seconds after an export that a client requested, and its length in multiples of
the time that the export took. Pauses are the same for all clients."""
LOOK_AGAIN = 0.25
"""Seconds between two looks for an export that is being written."""


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


@shared_task(expires=EXPORT_LIFETIME)
def write_export(form: str, with_texts: bool, variant: str) -> bool:
    """Write an export of the whole library; return whether writing was started."""
    started, is_started = monotonic(), True
    try:
        is_started = WholeExport(form, with_texts, variant).write()
    finally:
        pause = EXPORT_SHARE * (monotonic() - started) if is_started else 0.0
        cache.set(EXPORT_REQUESTED, 1, max(EXPORT_PAUSE, round(pause)))
    return is_started


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


def request_export(export: WholeExport) -> None:
    """Let a worker write `export`, unless one is requested already or was written just now."""
    if cache.add(EXPORT_REQUESTED, 1, EXPORT_LIFETIME):
        send(write_export, [astuple(export)])


def await_export(export: WholeExport, version: Version, *, seconds: float) -> FileChunks | None:
    """Let a worker write `export`, and return its file for `version` if it is ready in time.

    Only one request waits at a time, so that waiting never occupies more than one thread.
    """
    if not cache.add(EXPORT_AWAITED, 1, EXPORT_PAUSE + seconds):
        return None
    try:
        end = monotonic() + seconds
        request_export(export)
        while (stored := export.open(version)) is None and monotonic() < end:
            sleep(LOOK_AGAIN)
            if not export.is_stored(version):
                request_export(export)
        return stored
    finally:
        cache.delete(EXPORT_AWAITED)


def queue_password_reset(address: str, host: str, *, secure: bool) -> None:
    """Queue the password reset message. If the broker is down, the user must request it again."""
    send(mail_password_reset, [(address, host, secure)])


def queue_webhooks() -> None:
    """Send due deliveries once the current transaction commits, without waiting for Celery beat."""
    enqueue(deliver_webhooks)
