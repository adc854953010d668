"""Writes of long work: starting a job, taking an item, and how it ended.

Nothing here trusts a message: an item is taken by a conditional update of its row, so that two
workers never hold it at once, and a worker that dies loses it when its lease runs out.
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

MOST_ATTEMPTS = 3
"""An item fails after so many attempts that did not end."""
MOST_ERROR = 2_000

State = JobItem.State


class ItemLost(RuntimeError):
    """The lease of an item ran out, and somebody else has taken it."""


def lease() -> timedelta:
    """Return how long an item may be held, or its message be on the way, without a sign of life."""
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


@dataclass(frozen=True, slots=True)
class Work:
    """One item of a job to start: `subject` tells it from the others, `label` names it."""

    subject: str
    label: str
    payload: Mapping[str, Any] = field(default_factory=dict)


Handler = Callable[[JobItem], str]
"""Does one item and returns the outcome in a few words; any error it raises fails the item."""
_handlers: dict[Job.Kind, Handler] = {}


def register_handlers(handlers: Mapping[Job.Kind, Handler]) -> None:
    """Say how the items of these kinds of jobs are done; apps call this when they are ready."""
    _handlers.update(handlers)


def do_item(item: JobItem) -> str:
    """Do the item by the handler of its kind; return the outcome, raise what the handler raises."""
    return _handlers[Job.Kind(item.job.kind)](item)


@transaction.atomic
def start_job(
    kind: Job.Kind,
    title: str,
    works: Iterable[Work],
    *,
    by: User | None = None,
    token: Token | None = None,
) -> Job:
    """Store a job and its items, which wait until somebody takes them."""
    job = Job.objects.create(kind=kind, title=title, created_by=by, token=token)
    JobItem.objects.bulk_create(
        (
            JobItem(job=job, subject=work.subject, label=work.label[:300], payload=work.payload)
            for work in works
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )
    return job


def take_item(item_id: int, *, at: datetime | None = None) -> JobItem | None:
    """Hold the item and return it, or None when it is held, over, or its job cancelled."""
    now = at or timezone.now()
    holder = uuid.uuid4().hex
    taken = (
        JobItem.objects.filter(pk=item_id)
        .free_to_take(now)
        .filter(attempts__lt=MOST_ATTEMPTS)
        .update(
            state=State.RUNNING,
            holder=holder,
            leased_until=now + lease(),
            attempts=F("attempts") + 1,
        )
    )
    if not taken:
        return None
    return JobItem.objects.select_related("job").filter(pk=item_id, holder=holder).first()


def keep_item(item: JobItem, *, at: datetime | None = None) -> None:
    """Give a sign of life: hold the item for another lease, or raise ItemLost.

    Whoever does in one item what may take longer than a lease says so between its parts.
    """
    held = JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING)
    if not held.update(leased_until=(at or timezone.now()) + lease()):
        raise ItemLost(f"item {item.pk} is in other hands")


def finish_item(item: JobItem, outcome: str) -> None:
    """Note that the item is done, unless somebody else has taken it meanwhile."""
    _settle(item, state=State.DONE, outcome=outcome[:300], error="")


def fail_item(item: JobItem, error: str) -> None:
    """Note why the item failed, unless somebody else has taken it meanwhile."""
    _settle(item, state=State.FAILED, error=error.replace("\0", "")[:MOST_ERROR])


def give_back_item(item_id: int, holder: str, *, counted: bool = False) -> None:
    """Free the item that `holder` holds, at once; the attempt counts only if `counted`."""
    JobItem.objects.filter(pk=item_id, holder=holder, state=State.RUNNING).update(
        state=State.WAITING,
        holder="",
        leased_until=None,
        attempts=F("attempts") if counted else F("attempts") - 1,
    )


@transaction.atomic
def cancel_job(job: Job) -> int:
    """Cancel what has not begun; what is running ends. Return how many items that were."""
    Job.objects.filter(pk=job.pk, cancelled_at=None).update(cancelled_at=timezone.now())
    waiting = JobItem.objects.filter(job=job, state=State.WAITING)
    return waiting.update(state=State.CANCELLED, finished_at=timezone.now())


@transaction.atomic
def retry_job(job: Job) -> list[int]:
    """Let what failed or was cancelled wait again; return the items to queue."""
    Job.objects.filter(pk=job.pk).update(cancelled_at=None)
    ended = JobItem.objects.filter(job=job, state__in=[State.FAILED, State.CANCELLED])
    # Locked, so that of two retries at once only one finds and resets an item.
    ids = list(ended.select_for_update().order_by("pk").values_list("pk", flat=True))
    ended.filter(pk__in=ids).update(
        state=State.WAITING,
        attempts=0,
        holder="",
        leased_until=None,
        queued_at=None,
        error="",
        finished_at=None,
    )
    return ids


@transaction.atomic
def items_to_queue(*, at: datetime | None = None, messages_lost: bool = True) -> list[int]:
    """Return, and mark as queued, the items that wait without a message.

    Those are items never queued and items whose worker died. With `messages_lost`, which an empty
    queue shows, also those queued longer ago than a lease. An item after too many attempts fails.
    """
    now = at or timezone.now()
    JobItem.objects.free_to_take(now).exclude(job__cancelled_at=None).update(
        state=State.CANCELLED, holder="", leased_until=None, finished_at=now
    )
    JobItem.objects.free_to_take(now).filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        holder="",
        leased_until=None,
        error=f"Gave up after {MOST_ATTEMPTS} attempts that did not end.",
        finished_at=now,
    )
    JobItem.objects.free_to_take(now).filter(state=State.RUNNING).update(
        state=State.WAITING, holder="", leased_until=None, queued_at=None
    )
    unqueued = JobItem.objects.unqueued(lost_before=now - lease() if messages_lost else None)
    # Locked, so that of two sweeps at once only one queues an item.
    ids = list(unqueued.select_for_update().order_by("pk").values_list("pk", flat=True))
    mark_queued(ids, at=now)
    return ids


def mark_queued(ids: Sequence[int], *, at: datetime | None = None) -> None:
    JobItem.objects.filter(pk__in=ids).update(queued_at=at or timezone.now())


def mark_unqueued(ids: Sequence[int]) -> None:
    """Note that these items have no message, so that the next sweep sends one."""
    JobItem.objects.filter(pk__in=ids).update(queued_at=None)


def delete_old_jobs(*, at: datetime | None = None) -> int:
    """Delete jobs that ended more than JOB_RETENTION_DAYS ago, with their items; return how many.

    The job's last item decides when it ended.
    """
    oldest = (at or timezone.now()) - timedelta(days=settings.JOB_RETENTION_DAYS)
    ids = list(Job.objects.ended_before(oldest).values_list("pk", flat=True))
    JobItem.objects.filter(job__in=ids).delete()
    return Job.objects.filter(pk__in=ids).delete()[0]


def _settle(item: JobItem, **fields: Any) -> None:
    JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING).update(
        finished_at=timezone.now(), leased_until=None, holder="", **fields
    )
