"""Metrics of production's processes: web answers for all its workers, and a worker for itself."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from django.conf import LazySettings

from library.broker import broker, broker_fault, queue_depth
from library.heartbeat import note_pulse
from scoring.tasks import assess_transcript
from tests.make import make_episode
from tests.ports import free_port
from tests.worker.processes import running
from tests.worker.test_worker import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
HEADERS = {"Authorization": "Bearer open sesame"}


def test_any_worker_answers_for_all_of_them(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8195"
    settings = {"BIND": "127.0.0.1:8195", "WEB_CONCURRENCY": "3", "METRICS_TOKEN": "open sesame"}
    command = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    with running(*command, log=tmp_path / "log", **settings):
        for _ in range(100):
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.3)
        for _ in range(30):
            httpx.get(f"{address}/robots.txt")  # a connection each, so any worker

        counted = {
            line.rpartition(" ")[2]
            for _ in range(12)
            for line in httpx.get(f"{address}/metrics", headers=HEADERS).text.splitlines()
            if line.startswith("counterpoint_requests_total{") and "library:robots" in line
        }

    assert counted == {"30.0"}


@pytest.fixture
def queue() -> Iterator[str]:
    """Give a queue of the test's own, and delete it at the end."""
    name = f"test-metrics-{os.getpid()}"
    yield name
    with broker() as connection:
        connection.default_channel.client.delete(name)


def counts(address: str) -> dict[str, float]:
    """Return what a worker has counted, by name and labels; nothing while it does not answer."""
    try:
        lines = httpx.get(address).text.splitlines()
    except httpx.TransportError:
        return {}
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_a_worker_tells_what_all_its_children_past_and_present_have_done(
    tmp_path: Path, queue: str
) -> None:
    port, folder = free_port(), tmp_path / "metrics"
    folder.mkdir()
    address = f"http://127.0.0.1:{port}/metrics"
    pulse, assess = "library.heartbeat.note_pulse", "scoring.tasks.assess_transcript"
    succeeded = f'counterpoint_tasks_total{{outcome="success",task="{pulse}"}}'
    failed = f'counterpoint_tasks_total{{outcome="failure",task="{assess}"}}'
    scored = 'counterpoint_scored_segments_total{scorer="stance"}'
    settings = {
        "CELERY_QUEUE": queue,
        "WORKER_METRICS_PORT": str(port),
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
    command = ("celery", "-A", "config", "worker", "--concurrency", "2")
    transcript = make_episode().transcripts.get()
    with running(*command, "--max-tasks-per-child", "3", log=tmp_path / "log", **settings):
        for more, all_told in ((8, 8), (20, 28)):
            for _ in range(more):
                note_pulse.apply_async(queue=queue, expires=None)
            wait_for(lambda all_told=all_told: counts(address).get(succeeded) == all_told)  # type: ignore[misc]
        assess_transcript.apply_async([transcript.pk, "no-such-scorer"], queue=queue)
        wait_for(lambda: counts(address).get(failed) == 1)
        assess_transcript.apply_async([transcript.pk], queue=queue)
        wait_for(lambda: counts(address).get(scored) == transcript.segments.count() > 0)
        took = f'counterpoint_task_seconds_count{{task="{pulse}"}}'
        assert counts(address)[took] == 28

    places = {path.stem.partition("_")[2] for path in folder.iterdir()}
    assert places == {"0", "1"}


def test_a_key_that_is_no_queue_has_no_depth_and_breaks_nothing(
    queue: str, settings: LazySettings
) -> None:
    settings.CELERY_TASK_DEFAULT_QUEUE = queue
    assert queue_depth() == 0
    with broker() as connection:
        connection.default_channel.client.set(queue, "no list")

    assert queue_depth() is None
    assert broker_fault() == ""
    with broker() as connection:
        connection.default_channel.client.delete(queue)
    note_pulse.apply_async(queue=queue)
    assert queue_depth() == 1
