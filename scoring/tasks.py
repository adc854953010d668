"""Celery tasks: an id in, one service called. Every task may be run twice, or at once.

A lost connection to the database is the one error worth trying again; anything else would
only fail the same way.
"""

import logging
from functools import partial

from celery import shared_task
from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError, transaction

from library.models import Feed, Job, Transcript
from library.services.jobs import (
    ItemLost,
    fail_item,
    finish_item,
    give_back_item,
    items_to_queue,
    mark_queued,
    take_item,
)
from library.tasks import queue_webhooks
from scoring.core.registry import SCORERS
from scoring.job_handlers import do_item, start_feeds
from scoring.services.assessing import assess_transcript as assess
from scoring.services.assessing import default_scorer
from scoring.services.topic_index import refresh_topics as refresh

logger = logging.getLogger(__name__)

TRANSIENT = (OperationalError, InterfaceError)
TOPICS_QUEUED = "topics-queued"
"""Where it is noted that an indexing of topics has been queued and has not begun."""
INLINE_MOST = 25
"""Items that somebody who waits for a page can be asked to wait for."""


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, retry_backoff_max=60, max_retries=8)
def assess_transcript(transcript_id: int, scorer: str = "") -> None:
    """Assess one transcript; one that was deleted meanwhile is only noted."""
    known = Transcript.objects.without_cues().select_related("episode")
    transcript = known.filter(pk=transcript_id).first()
    if transcript is None:
        logger.warning("Transcript %s is gone; nothing to assess.", transcript_id)
        return
    assess(transcript, scorer=SCORERS.get(scorer) if scorer else None)
    queue_topics()
    queue_webhooks()


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, retry_backoff_max=60, max_retries=8)
def refresh_topics() -> int:
    """Index what is not indexed yet; with nothing to do it costs three small queries."""
    cache.delete(TOPICS_QUEUED)
    return refresh()


def queue_topics() -> None:
    """Queue the indexing of topics, unless one waits that will find all there is."""
    if cache.add(TOPICS_QUEUED, "yes", timeout=60):
        refresh_topics.delay()


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, max_retries=8)
def rescore_library(scorer: str = "") -> int:
    """Queue every current transcript that this version of the scorer has not assessed."""
    chosen = SCORERS.get(scorer) if scorer else default_scorer()
    waiting = Transcript.objects.current().not_assessed_by(
        scorer=chosen.name, version=chosen.version
    )
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    for transcript_id in ids:
        assess_transcript.delay(transcript_id, scorer)
    return len(ids)


@shared_task
def assess_waiting() -> int:
    """Queue what no scorer has read yet: the net under messages that a broker lost.

    What an earlier version has read is rescored when somebody asks for it.
    """
    ids = list(Transcript.objects.current().never_assessed().values_list("pk", flat=True))
    for transcript_id in ids:
        assess_transcript.delay(transcript_id)
    return len(ids)


@shared_task(autoretry_for=TRANSIENT, retry_backoff=True, retry_backoff_max=60, max_retries=8)
def do_job_item(item_id: int) -> None:
    """Do one item of a job, unless somebody has; what goes wrong is noted as its cause."""
    item = take_item(item_id)
    if item is None:
        return
    try:
        outcome = do_item(item)
    except TRANSIENT:
        give_back_item(item)
        raise
    except ItemLost as lost:
        logger.warning("A worker held an item of job %s for too long: %s.", item.job_id, lost)
        return
    except Exception as error:
        # Whatever it is, it belongs to this item: the others go on, and an editor sees the cause.
        logger.exception("Item %s of job %s failed.", item.pk, item.job_id)
        fail_item(item, f"{type(error).__name__}: {error}")
    else:
        finish_item(item, outcome)
    if not item.job.items.open().exists():
        queue_topics()
        queue_webhooks()


@shared_task
def continue_jobs() -> int:
    """Queue the items of jobs whose message was lost or whose worker died."""
    ids = items_to_queue()
    for item_id in ids:
        do_job_item.delay(item_id)
    return len(ids)


@shared_task
def import_feeds() -> int:
    """Read every enabled feed, as a job; daily by the clock."""
    feeds = list(Feed.objects.filter(enabled=True).select_related("show"))
    if feeds:
        queue_job(start_feeds(feeds))
    return len(feeds)


def queue_job(job: Job, item_ids: list[int] | None = None) -> bool:
    """Hand a job's waiting items to workers once the transaction is through.

    Without a broker, up to `INLINE_MOST` items are done here and now; of more than that, none
    is, and False is returned: `manage.py run_jobs` does them.
    """
    ids = item_ids
    if ids is None:
        ids = list(job.items.filter(state="waiting").values_list("pk", flat=True))
    if settings.CELERY_TASK_ALWAYS_EAGER and len(ids) > INLINE_MOST:
        return False
    mark_queued(ids)
    for item_id in ids:
        transaction.on_commit(partial(do_job_item.delay, item_id))
    return True
