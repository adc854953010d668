"""Queueing of tasks; their work is tested with the services."""

import pytest

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
