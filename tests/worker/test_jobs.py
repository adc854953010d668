"""A rescoring job with real workers that are killed: all items are done, none twice."""

import os
from typing import Any

import pytest
from django.db.models import Max
from django.test import Client

from library.models import Job
from library.models.job_progress import Progress
from scoring.job_handlers import start_rescoring
from scoring.models import Assessment, SegmentScore
from scoring.tasks import continue_jobs, queue_job
from tests.make import PLAIN, make_episode
from tests.worker.test_worker import (
    _servers_and_an_empty_queue,  # noqa: F401  (a fixture, for these tests too)
    wait_for,
    workers,
)

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

EPISODES = int(os.environ.get("JOB_EPISODES", "60"))


def progress() -> Progress:
    return Job.objects.with_progress().get().progress


def test_a_job_survives_killed_workers_and_repeats_nothing(
    admin_client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.JOB_LEASE_SECONDS = 3
    monkeypatch.setenv("JOB_LEASE_SECONDS", "3")
    for number in range(EPISODES):
        make_episode(f"Talk {number}", sentences=[PLAIN] * 40)
    job = start_rescoring()
    assert queue_job(job)

    for share in (0.1, 0.3, 0.5):
        with workers(2):
            wait_for(lambda share=share: progress().done >= share * EPISODES, seconds=300)  # type: ignore[misc]
            assert 0 < progress().done < EPISODES
            page = admin_client.get(job.admin_url).text
            assert f"of {EPISODES:,} done" in page
            assert 'hx-trigger="every 2s"' in page
        # Leaving the block kills both with SIGKILL, in the middle of whatever they do.

    with workers(2):
        # The clock's sweep is wound by hand, as often as it takes.
        wait_for(lambda: continue_jobs() >= 0 and progress().is_over, seconds=300)

    assert progress() == Progress(0, 0, EPISODES, 0, 0)
    assert job.items.aggregate(Max("attempts"))["attempts__max"] <= 3
    assert Assessment.objects.count() == Assessment.objects.filter(leads=True).count() == EPISODES
    segments = sum(len(trail) for trail in Assessment.objects.values_list("trail", flat=True))
    assert SegmentScore.objects.count() == segments
    assert "hx-trigger" not in admin_client.get(job.admin_url).text
