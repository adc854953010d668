"""Start jobs, claim items and record their outcomes.

The database rows are authoritative, not the queue messages. A worker claims an item with a
conditional update that gives it a lease. If the worker dies, the lease expires and another worker
can claim the item.
"""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from library.models import Job, JobItem, Token
from library.services.job_failures import PartsFailed, as_rows, resolve_earlier

MAX_ATTEMPTS = 3
"""Number of unfinished attempts after which an item fails."""
MAX_ERROR_CHARACTERS = 2_000

State = JobItem.State


class ItemLost(RuntimeError):
    """The lease expired, and another worker has claimed the item."""


def lease() -> timedelta:
    """Return the time for which a worker can hold an item without renewing its lease."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item of a new job; `subject` is unique within the job, and `label` is displayed."""

    subject: str
    label: str
    payload: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[JobItem], str]
"""Function that runs an item and returns a short outcome. An exception makes the item fail."""
_handlers: dict[Job.Kind, Handler] = {}


def register_handlers(handlers: Mapping[Job.Kind, Handler]) -> None:
    """Register a handler for each kind of job. Apps call this in `ready()`."""
    _handlers.update(handlers)


def do_item(item: JobItem) -> str:
    """Run the handler of the item and return its outcome."""
    return _handlers[Job.Kind(item.job.kind)](item)


@transaction.atomic
def start_job(
    kind: Job.Kind,
    title: str,
    items: Iterable[NewItem],
    *,
    by: User | None = None,
    token: Token | None = None,
) -> Job:
    """Store a job with waiting items; `by` or `token` is the user or API token that started it.

    Only the first of several items with the same subject is stored.
    """
    job = Job.objects.create(kind=kind, title=title, created_by=by, token=token)
    JobItem.objects.bulk_create(
        (
            JobItem(job=job, subject=item.subject, label=item.label[:300], payload=item.payload)
            for item in items
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    return job


def claim_item(item_id: int, *, at: datetime | None = None) -> JobItem | None:
    """Claim the item and return it, or None if it is not available."""
    now = at or timezone.now()
    holder = uuid.uuid4().hex
    claimed = (
        JobItem.objects.filter(pk=item_id)
        .claimable(now)
        .filter(attempts__lt=MAX_ATTEMPTS)
        .update(
            state=State.RUNNING,
            holder=holder,
            leased_until=now + lease(),
            attempts=F("attempts") + 1,
        )
    )
    if not claimed:
        return None
    return JobItem.objects.select_related("job").filter(pk=item_id, holder=holder).first()


def extend_lease(item: JobItem, *, at: datetime | None = None) -> None:
    """Renew the lease of the item. Raises ItemLost if the claim has been lost.

    Call this between steps when an item can outlast its lease.
    """
    claimed = JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING)
    if not claimed.update(leased_until=(at or timezone.now()) + lease()):
        raise ItemLost(f"another worker has claimed item {item.pk}")


def finish_item(item: JobItem, outcome: str) -> None:
    """Mark the item as done, unless another worker has claimed it."""
    _settle(item, state=State.DONE, outcome=outcome[:300], error="")


def fail_item(item: JobItem, error: str, *, parts: PartsFailed | None = None) -> None:
    """Mark the item as failed, unless another worker has claimed it.

    If the item has parts, `parts` contains the number of completed parts and the failed parts.
    """
    _settle(
        item,
        state=State.FAILED,
        error=_storable(error),
        parts_done=parts.done if parts else 0,
        failures=[_storable_row(row) for row in as_rows(parts.failures)] if parts else [],
    )


def release_item(item_id: int, holder: str, *, counted: bool = False) -> None:
    """Return the claimed item to the queue; count the attempt only if `counted` is true."""
    JobItem.objects.filter(pk=item_id, holder=holder, state=State.RUNNING).update(
        state=State.WAITING,
        holder="",
        leased_until=None,
        attempts=F("attempts") if counted else F("attempts") - 1,
    )


@transaction.atomic
def cancel_job(job: Job) -> int:
    """Cancel the waiting items and return their number; running items continue."""
    Job.objects.filter(pk=job.pk, cancelled_at=None).update(cancelled_at=timezone.now())
    waiting = JobItem.objects.filter(job=job, state=State.WAITING)
    return waiting.update(state=State.CANCELLED, finished_at=timezone.now())


@transaction.atomic
def retry_job(job: Job) -> list[int]:
    """Reset failed and cancelled items, even if dismissed, and return their IDs for queueing."""
    Job.objects.filter(pk=job.pk).update(cancelled_at=None)
    ended = JobItem.objects.filter(job=job, state__in=[State.FAILED, State.CANCELLED])
    # Lock the rows, so that concurrent retries do not reset the same item.
    ids = list(ended.select_for_update().order_by("pk").values_list("pk", flat=True))
    ended.filter(pk__in=ids).update(
        state=State.WAITING,
        attempts=0,
        holder="",
        leased_until=None,
        queued_at=None,
        error="",
        finished_at=None,
        parts_done=0,
        failures=[],
        resolution="",
        resolved_at=None,
        resolved_by=None,
    )
    return ids


@transaction.atomic
def items_to_queue(*, at: datetime | None = None, messages_lost: bool = True) -> list[int]:
    """Return the IDs of items that need a message, and mark them as queued.

    These items were never queued, or their worker died. If the queue is empty, set `messages_lost`
    to include items that were queued more than one lease ago. Items with too many attempts are
    marked as failed, and items of cancelled jobs as cancelled.
    """
    now = at or timezone.now()
    JobItem.objects.claimable(now).exclude(job__cancelled_at=None).update(
        state=State.CANCELLED, holder="", leased_until=None, finished_at=now
    )
    JobItem.objects.claimable(now).filter(attempts__gte=MAX_ATTEMPTS).update(
        state=State.FAILED,
        holder="",
        leased_until=None,
        error=f"Gave up after {MAX_ATTEMPTS} attempts.",
        finished_at=now,
    )
    JobItem.objects.claimable(now).filter(state=State.RUNNING).update(
        state=State.WAITING, holder="", leased_until=None, queued_at=None
    )
    unqueued = JobItem.objects.unqueued(lost_before=now - lease() if messages_lost else None)
    # Lock the rows, so that concurrent sweeps do not queue the same item.
    ids = list(unqueued.select_for_update().order_by("pk").values_list("pk", flat=True))
    mark_queued(ids, at=now)
    return ids


def mark_queued(ids: Sequence[int], *, at: datetime | None = None) -> None:
    JobItem.objects.filter(pk__in=ids).update(queued_at=at or timezone.now())


def mark_unqueued(ids: Sequence[int]) -> None:
    """Mark items as not queued, so that the next sweep sends their messages."""
    JobItem.objects.filter(pk__in=ids).update(queued_at=None)


def delete_old_jobs(*, at: datetime | None = None) -> int:
    """Delete jobs whose last item ended over JOB_RETENTION_DAYS ago; return the number of jobs."""
    oldest = (at or timezone.now()) - timedelta(days=settings.JOB_RETENTION_DAYS)
    ids = list(Job.objects.ended_before(oldest).values_list("pk", flat=True))
    JobItem.objects.filter(job__in=ids).delete()
    return Job.objects.filter(pk__in=ids).delete()[0]


@transaction.atomic
def _settle(item: JobItem, **fields: Any) -> None:
    settled = JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING).update(
        finished_at=timezone.now(), leased_until=None, holder="", **fields
    )
    if settled:
        resolve_earlier(JobItem.objects.select_related("job").get(pk=item.pk))


def _storable(text: str) -> str:
    return text.replace("\0", "")[:MAX_ERROR_CHARACTERS]


def _storable_row(row: Mapping[str, str]) -> dict[str, str]:
    return {name: _storable(value) for name, value in row.items()}
