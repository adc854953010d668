"""Celery tasks for scoring, and functions that queue them.

Every task can safely run twice or concurrently. A task is retried only if the database connection
is lost, because any other error would occur again.
"""

import logging
from collections.abc import Sequence
from contextlib import suppress

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from celery.utils.time import get_exponential_backoff_interval
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, close_old_connections

from library.models import Feed, Job, JobItem, Token, Transcript
from library.monitoring.broker import queue_depth
from library.services.job_failures import PartsFailed
from library.services.jobs import (
    ItemLost,
    claim_item,
    do_item,
    fail_item,
    finish_item,
    items_to_queue,
    mark_queued,
    mark_unqueued,
    release_item,
)
from library.services.queueing import Call, Task, enqueue, send
from library.tasks import queue_webhooks
from scoring.curation.scheduling import publish_due
from scoring.job_handlers import start_feeds, start_scoring, start_waiting
from scoring.services.assessing import default_scorer
from scoring.services.topic_index import refresh_topics as refresh

logger = logging.getLogger(__name__)

TRANSIENT = (OperationalError, InterfaceError)
TOPICS_QUEUED = "topics-queued"
"""Cache key that is set (for up to 60 seconds) while topic indexing is queued but not started."""
MAX_INLINE = 25
"""Maximum number of job items that run in the current process if there is no broker."""
MAX_RETRIES = 8
MAX_WAIT = 60
"""Maximum delay between two attempts, in seconds."""


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, retry_backoff_max=60, max_retries=8)
def refresh_topics() -> int:
    """Index the topics of new transcripts, and return their number."""
    cache.delete(TOPICS_QUEUED)
    return refresh()


def queue_topics() -> None:
    """Queue topic indexing, unless it is already queued."""
    if cache.add(TOPICS_QUEUED, "yes", timeout=60):
        send(refresh_topics)


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, retry_backoff_max=60, max_retries=8)
def publish_scheduled() -> int:
    """Publish the episodes whose scheduled time has come, and return the number published."""
    published = publish_due()
    if published:
        queue_webhooks()
    return published


@shared_task
def assess_waiting() -> int:
    """Start a job that scores transcripts without an automatic assessment; return the item count.

    Transcripts assessed by an earlier scorer version are rescored only if an editor requests it.
    """
    job = start_waiting()
    if job is None:
        return 0
    queue_job(job)
    return job.items.count()


@shared_task(bind=True, max_retries=MAX_RETRIES)
def do_job_item(self: Task, item_id: int, lost_by: str = "") -> None:
    """Run one job item unless another worker has claimed it, and store any error.

    If the database connection is lost, the claim is released and the task is retried later. If the
    database is still down, the claim cannot be released at once. `lost_by` therefore passes the
    claim's holder to the retry, which releases the claim first. A lost connection counts as an
    attempt only after the last retry.
    """
    holder = lost_by
    try:
        if lost_by:
            release_item(item_id, lost_by)
        item = claim_item(item_id)
        if item is not None:
            holder = item.holder
            _do(item)
    except TRANSIENT as error:
        retries = self.request.retries
        _try_to_give_back(item_id, holder, counted=retries >= MAX_RETRIES)
        wait = get_exponential_backoff_interval(1, retries, MAX_WAIT, full_jitter=True)
        raise self.retry(kwargs={"lost_by": holder}, exc=error, countdown=wait) from error


def _do(item: JobItem) -> None:
    try:
        outcome = do_item(item)
    except TRANSIENT:
        raise
    except ItemLost as lost:
        logger.warning("A worker held an item of job %s for too long: %s.", item.job_id, lost)
        return
    except PartsFailed as parts:
        logger.warning("Item %s of job %s is partly done: %s", item.pk, item.job_id, parts)
        fail_item(item, str(parts), parts=parts)
    except Exception as error:
        # Other items continue; editors see the error in the admin.
        logger.exception("Item %s of job %s failed.", item.pk, item.job_id)
        fail_item(item, _cause(error))
    else:
        finish_item(item, outcome)
    if not item.job.items.open().exists():
        queue_topics()
        queue_webhooks()


def _cause(error: Exception) -> str:
    """Return the message of `error`, with the class name if the class is not from this project."""
    if isinstance(error, SoftTimeLimitExceeded):
        return f"Stopped after {settings.LONG_TASK_SECONDS} seconds (LONG_TASK_SECONDS)."
    own = type(error).__module__.partition(".")[0] in ("library", "scoring")
    return str(error) if own else f"{type(error).__name__}: {error}"


def _try_to_give_back(item_id: int, holder: str, *, counted: bool) -> None:
    # Without this, the next statement would use the failed connection.
    close_old_connections()
    with suppress(*TRANSIENT):
        release_item(item_id, holder, counted=counted)


@shared_task
def continue_jobs() -> int:
    """Queue job items again if their message was lost or their worker died; return their number."""
    ids = items_to_queue(messages_lost=not queue_depth(settings.SCORING_QUEUE))
    send(do_job_item, [(item_id,) for item_id in ids], unsent=_unqueue)
    return len(ids)


@shared_task
def import_feeds() -> int:
    """Start a job that imports all enabled feeds; return the number of feeds. Runs daily."""
    feeds = list(Feed.objects.filter(enabled=True).select_related("show"))
    if feeds:
        queue_job(start_feeds(feeds))
    return len(feeds)


def queue_scoring(
    transcript: Transcript, *, by: User | None = None, token: Token | None = None
) -> Job:
    """Create and queue a job that scores a new transcript."""
    job = start_scoring([transcript], default_scorer(), by=by, token=token)
    queue_job(job)
    return job


def queue_job(job: Job, item_ids: list[int] | None = None) -> bool:
    """Queue the job's waiting items, or `item_ids` if given, once the current transaction commits.

    Without a broker, the items run in this process instead. If there are more than `MAX_INLINE`
    items, none of them runs and False is returned; use `manage.py run_jobs` to run them.
    """
    ids = item_ids
    if ids is None:
        ids = list(job.items.filter(state="waiting").values_list("pk", flat=True))
    if settings.CELERY_TASK_ALWAYS_EAGER and len(ids) > MAX_INLINE:
        return False
    mark_queued(ids)
    enqueue(do_job_item, [(item_id,) for item_id in ids], unsent=_unqueue)
    return True


def _unqueue(calls: Sequence[Call]) -> None:
    mark_unqueued([item_id for (item_id,) in calls])
