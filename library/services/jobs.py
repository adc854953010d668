"""Writes of long work: starting a job, taking an item, and how it ended.

Nothing here trusts a message: an item is taken by a conditional update of its row, so that two
workers never hold it at once, and a worker that dies loses it when its lease runs out.
"""

import uuid
from collections.abc import Iterable, Mapping
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
"""An item at which this many workers died is not given to a fourth."""
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


def give_back_item(item: JobItem) -> None:
    """Let somebody else take the item at once."""
    JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING).update(
        state=State.WAITING, holder="", leased_until=None
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
    again = JobItem.objects.filter(job=job, state__in=[State.FAILED, State.CANCELLED])
    ids = list(again.values_list("pk", flat=True))
    JobItem.objects.filter(pk__in=ids).update(
        state=State.WAITING, attempts=0, holder="", leased_until=None, error="", finished_at=None
    )
    return ids


@transaction.atomic
def items_to_queue(*, at: datetime | None = None) -> list[int]:
    """Return, and mark as queued, the items for which no message can be counted on.

    Those are items never queued, queued too long ago, or held by somebody who must have died. An
    item at which too many died has failed.
    """
    now = at or timezone.now()
    JobItem.objects.free_to_take(now).exclude(job__cancelled_at=None).update(
        state=State.CANCELLED, holder="", leased_until=None, finished_at=now
    )
    free = JobItem.objects.free_to_take(now)
    free.filter(attempts__gte=MOST_ATTEMPTS).update(
        state=State.FAILED,
        error=f"{MOST_ATTEMPTS} workers died over it.",
        finished_at=now,
    )
    lost = JobItem.objects.free_to_take(now).not_queued_since(now - lease())
    ids = list(lost.order_by("pk").values_list("pk", flat=True))
    mark_queued(ids, at=now)
    return ids


def mark_queued(ids: list[int], *, at: datetime | None = None) -> None:
    JobItem.objects.filter(pk__in=ids).update(queued_at=at or timezone.now())


def _settle(item: JobItem, **fields: Any) -> None:
    JobItem.objects.filter(pk=item.pk, holder=item.holder, state=State.RUNNING).update(
        finished_at=timezone.now(), leased_until=None, holder="", **fields
    )
