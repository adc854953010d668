"""Metrics of production processes: one web worker reports for all, each worker for itself."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from library.monitoring.broker import broker, broker_fault, queue_depth
from library.monitoring.worker_heartbeat import note_pulse
from scoring.job_handlers import start_scoring
from scoring.services.assessing import default_scorer
from scoring.tasks import do_job_item
from tests.make import make_episode
from tests.paths import ROOT
from tests.ports import free_port
from tests.worker.processes import production, running
from tests.worker.test_worker import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
HEADERS = {"Authorization": "Bearer open sesame"}


def test_no_header_changes_the_addresses_in_pages(tmp_path: Path) -> None:
    address = "http://127.0.0.1:8194"
    command = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    with running(*command, log=tmp_path / "log", BIND="127.0.0.1:8194"):
        for _ in range(100):
            try:
                httpx.get(f"{address}/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.3)
        page = httpx.get(f"{address}/methodology/", headers={"SCRIPT_NAME": "/evil"}).text

    assert "/methodology/" in page
    assert "/evil" not in page


def test_any_web_worker_reports_metrics_of_all(tmp_path: Path) -> None:
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


def test_a_replaced_web_worker_continues_the_counts(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "metrics"
    folder.mkdir()
    address = f"http://127.0.0.1:{port}"
    settings = {
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "2",
        "METRICS_TOKEN": "open sesame",
        "PROMETHEUS_MULTIPROC_DIR": str(folder),
    }
    command = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    short = ("--max-requests", "5", "--max-requests-jitter", "0")
    robots = 'counterpoint_requests_total{method="GET",status="200",view="library:robots"}'

    def ask(path: str) -> str:
        # A worker that ends hangs up on who has come and was not heard.
        for _ in range(100):
            try:
                return httpx.get(f"{address}{path}", headers=HEADERS, timeout=30).text
            except httpx.TransportError:
                time.sleep(0.3)
        raise AssertionError("nobody answers")

    with running(*command, *short, log=tmp_path / "log", **settings):
        for _ in range(40):
            ask("/robots.txt")
        lines = dict(line.rpartition(" ")[::2] for line in ask("/metrics").splitlines())

    assert (tmp_path / "log").read_text().count("Booting worker") > 4
    assert float(lines[robots]) >= 40
    assert {path.stem.partition("_")[2] for path in folder.iterdir()} == {"0", "1"}


@pytest.fixture
def queue() -> Iterator[str]:
    """Create a queue for the test, and delete it at the end."""
    name = f"test-metrics-{os.getpid()}"
    yield name
    with broker() as connection:
        connection.default_channel.client.delete(name)


def counts(address: str) -> dict[str, float]:
    """Return a worker's counts by name and labels; empty while it does not respond."""
    try:
        lines = httpx.get(address).text.splitlines()
    except httpx.TransportError:
        return {}
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_a_celery_worker_reports_metrics_of_its_children(tmp_path: Path, queue: str) -> None:
    port, folder = free_port(), tmp_path / "metrics"
    folder.mkdir()
    address = f"http://127.0.0.1:{port}/metrics"
    pulse, assess = "library.monitoring.worker_heartbeat.note_pulse", "scoring.tasks.do_job_item"
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
        do_job_item.apply_async(["no number"], queue=queue)
        wait_for(lambda: counts(address).get(failed) == 1)
        item = start_scoring([transcript], default_scorer()).items.get()
        do_job_item.apply_async([item.pk], queue=queue)
        wait_for(lambda: counts(address).get(scored) == transcript.segments.count() > 0)
        took = f'counterpoint_task_seconds_count{{task="{pulse}"}}'
        assert counts(address)[took] == 28

    places = {path.stem.partition("_")[2] for path in folder.iterdir()}
    assert places == {"0", "1"}


def test_a_key_that_is_not_a_queue_has_no_depth(queue: str) -> None:
    assert queue_depth(queue) == 0
    with broker() as connection:
        connection.default_channel.client.set(queue, "no list")

    assert queue_depth(queue) is None
    assert broker_fault() == ""
    with broker() as connection:
        connection.default_channel.client.delete(queue)
    note_pulse.apply_async(queue=queue)
    assert queue_depth(queue) == 1


def test_a_process_other_than_a_worker_leaves_no_metrics_folder(tmp_path: Path) -> None:
    settings = {"WORKER_METRICS_PORT": str(free_port()), "TMPDIR": str(tmp_path)}
    asked = "import os, config.celery; print(os.listdir(os.environ['TMPDIR']))"

    done = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env=production(**settings),
        capture_output=True,
        text=True,
        check=True,
    )

    assert "metrics-" in done.stdout
    assert list(tmp_path.iterdir()) == []
