"""Queueing of tasks; their work is tested with the services."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from library.importing.rss_parser import FeedError
from library.models import Job, JobItem
from library.services.jobs import NewItem, start_job
from scoring import tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    queued: list[str] = []
    monkeypatch.setattr(tasks, "send", lambda task: queued.append(task.name))
    return queued


def test_topics_are_queued_once_while_their_indexing_waits(queued: list[str]) -> None:
    for _ in range(3):
        tasks.queue_topics()

    assert len(queued) == 1


def test_topics_are_queued_again_once_their_indexing_has_begun(
    queued: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks.queue_topics()
    # What is assessed while it runs may come too late for it.
    monkeypatch.setattr(tasks, "refresh", tasks.queue_topics)

    tasks.refresh_topics()

    assert len(queued) == 2


class ForeignError(Exception):
    pass


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (FeedError("the feed is empty"), "the feed is empty"),
        (ForeignError("odd"), "ForeignError: odd"),
        (SoftTimeLimitExceeded(), "Stopped after 14400 seconds (LONG_TASK_SECONDS)."),
    ],
)
def test_only_unexpected_errors_are_reported_with_their_class(
    monkeypatch: pytest.MonkeyPatch, error: Exception, cause: str
) -> None:
    def fail(item: JobItem) -> str:
        raise error

    monkeypatch.setattr(tasks, "do_item", fail)
    item = start_job(Job.Kind.FEEDS, "A feed", [NewItem("feed:1", "A show")]).items.get()

    tasks.do_job_item(item.pk)

    item.refresh_from_db()
    assert (item.state, item.error) == ("failed", cause)
