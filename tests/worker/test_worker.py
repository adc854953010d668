"""Real Celery workers with Redis and PostgreSQL; `make test-postgres` runs these tests.

They fail, and are not skipped, if a server is missing.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from config.celery import app
from library.models import Episode, Job, Segment, Transcript
from library.monitoring.broker import queue_depth
from library.monitoring.worker_heartbeat import KEY, note_pulse, seconds_since_heartbeat
from library.services.jobs import NewItem, start_job
from scoring.core.position import position_of
from scoring.core.registry import SCORERS
from scoring.core.slicing import slice_cues
from scoring.core.stats import statistics_of
from scoring.job_handlers import start_rescoring
from scoring.models import Assessment, SegmentScore
from scoring.tasks import assess_waiting, continue_jobs, queue_job, queue_scoring
from tests.make import BRIGHT, DARK, PLAIN, make_episode
from tests.paths import ROOT

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

EPISODES = 24


@pytest.fixture(autouse=True)
def _servers_and_an_empty_queue() -> None:
    assert connection.vendor == "postgresql", "set DATABASE_URL to a PostgreSQL server"
    assert os.environ.get("REDIS_URL"), "set REDIS_URL to a Redis server"
    assert settings.CELERY_TASK_DEFAULT_QUEUE.startswith("test"), "set CELERY_QUEUE to test-..."
    app.control.purge()


@contextmanager
def workers(count: int = 1, *options: str) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Run `count` worker processes on the test database, each with one child."""
    database = connection.settings_dict
    host = database["HOST"] or "127.0.0.1"
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    address = f"{database['USER']}{secret}@{host}:{database['PORT'] or 5432}"
    environment = {**os.environ, "DATABASE_URL": f"postgres://{address}/{database['NAME']}"}
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1"]
    started = [
        subprocess.Popen(
            [*command, *options, "--hostname", f"test{number}-{os.getpid()}@%h"],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        for number in range(count)
    ]
    try:
        yield started
    finally:
        for worker in started:
            if worker.poll() is None:
                os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def wait_for(condition: Callable[[], bool], *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)


def make_episodes(count: int = EPISODES) -> list[Episode]:
    return [
        make_episode(f"Talk {number}", sentences=[DARK, PLAIN, BRIGHT][: number % 3 + 1] * 60)
        for number in range(count)
    ]


def assert_scored_once_and_right(count: int = EPISODES) -> None:
    """Check that each transcript has one complete assessment that equals the core's result."""
    assert Assessment.objects.count() == count
    assert Assessment.objects.filter(leads=True).count() == count
    scorer = SCORERS.get(settings.DEFAULT_SCORER)
    for transcript in Transcript.objects.all():
        texts = [piece.text for piece in slice_cues(transcript.read_cues())]
        scores = [judgement.score for judgement in scorer.score(texts)]
        assessment = transcript.assessments.get()
        assert assessment.trail == scores
        assert assessment.statistics == statistics_of(scores).as_dict()
        assert assessment.position == position_of(scores)
        stored = assessment.segment_scores.order_by("segment__index")
        assert list(stored.values_list("score", flat=True)) == scores
        assert list(stored.values_list("segment__text", flat=True)) == texts
    assert Segment.objects.count() == SegmentScore.objects.count()


def test_two_workers_score_a_library_once() -> None:
    make_episodes()
    job = start_rescoring()
    assert job.items.count() == EPISODES
    assert queue_job(job)

    with workers(2):
        wait_for(lambda: Assessment.objects.filter(leads=True).count() == EPISODES)

    assert_scored_once_and_right()


def test_one_transcript_queued_many_times_is_scored_once() -> None:
    transcript = make_episodes(1)[0].transcripts.get()
    for _ in range(10):
        queue_scoring(transcript)
    marker = make_episodes(2)[1].transcripts.get()
    queue_scoring(marker)

    with workers(2):
        wait_for(lambda: Assessment.objects.filter(leads=True).count() == 2)
        time.sleep(1)

    assert_scored_once_and_right(2)


def test_killed_workers_lose_and_repeat_nothing(
    monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    settings.JOB_LEASE_SECONDS = 3
    monkeypatch.setenv("JOB_LEASE_SECONDS", "3")
    make_episodes()
    assert assess_waiting() == EPISODES

    for done in (3, 9, 15):
        with workers(2):
            wait_for(lambda done=done: Assessment.objects.count() >= done)  # type: ignore[misc]
        # Leaving the block kills both with SIGKILL, in the middle of whatever they do.

    with workers(2):
        # The clock's sweep finds what the killed workers held; here it is wound by hand.
        wait_for(
            lambda: (
                continue_jobs() >= 0 and Assessment.objects.filter(leads=True).count() == EPISODES
            )
        )

    assert_scored_once_and_right()


def connections_of_workers() -> set[int]:
    """Return the PostgreSQL processes of connections other than this test's."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return {pid for (pid,) in cursor.fetchall()}


def test_a_worker_reuses_its_connection_and_replaces_a_lost_one() -> None:
    transcripts = [episode.transcripts.get() for episode in make_episodes(3)]
    held = []

    with workers(1):
        for number, transcript in enumerate(transcripts, 1):
            queue_scoring(transcript)
            wait_for(lambda number=number: Assessment.objects.filter(leads=True).count() == number)  # type: ignore[misc]
            held.append(connections_of_workers())
            if number == 2:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_terminate_backend(%s)", [min(held[-1])])

    assert len(held[0]) == 1
    assert held[0] == held[1]
    assert held[2].isdisjoint(held[1])
    assert_scored_once_and_right(3)


def test_a_waiting_item_is_queued_again_only_after_the_queue_loses_it() -> None:
    make_episodes(3)
    job = start_rescoring()
    assert queue_job(job)
    job.items.update(queued_at=timezone.now() - timedelta(days=1))

    assert continue_jobs() == 0
    assert queue_depth(settings.SCORING_QUEUE) == 3

    app.control.purge()
    assert continue_jobs() == 3
    assert queue_depth(settings.SCORING_QUEUE) == 3


def test_heartbeats_are_stored_while_scoring_is_busy() -> None:
    cache.delete(KEY)
    job = start_job(Job.Kind.SCORE, "Busy", [NewItem(f"thing:{n}", "Thing") for n in range(500)])
    assert queue_job(job)
    note_pulse.delay()

    with workers(1, "-Q", settings.CELERY_TASK_DEFAULT_QUEUE):
        wait_for(lambda: seconds_since_heartbeat() is not None)

    assert queue_depth(settings.SCORING_QUEUE) == 500
    assert queue_depth(settings.CELERY_TASK_DEFAULT_QUEUE) == 0
