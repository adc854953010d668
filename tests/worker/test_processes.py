"""The commands of docs/deploy.md start and stop web, worker and beat."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from scoring.models import Assessment
from tests.make import make_episode
from tests.ports import free_port
from tests.worker.processes import manage, running

STOPS_WITHIN = 75.0
"""Seconds: web has 30 for its requests and a worker 60 for its task (docs/deploy.md)."""
pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def wait_for(condition: Callable[[], bool], *, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.2)


def answers(address: str) -> bool:
    try:
        return httpx.get(address).status_code == 200
    except httpx.TransportError:
        return False


def ends_within(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Return the exit code of a process; None if it still runs after `seconds`."""
    try:
        return process.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        return None


def test_the_commands_of_the_deployment_serve_score_and_stop(tmp_path: Path) -> None:
    make_episode("Waiting to be scored")
    port = free_port()
    site = f"http://127.0.0.1:{port}"
    queue = f"test-processes-{os.getpid()}"
    web = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    worker = ("celery", "-A", "config", "worker", "--concurrency", "1")
    for_short = (*worker, "-Q", queue, "--hostname", "short@%h")
    for_scoring = (*worker, "-Q", f"{queue}-scoring", "--hostname", "scoring@%h")
    beat = ("celery", "-A", "config", "beat", "--schedule", str(tmp_path / "schedule"))
    with (
        running(*web, log=tmp_path / "web", BIND=f"127.0.0.1:{port}") as serving,
        running(*for_short, log=tmp_path / "worker", CELERY_QUEUE=queue) as short,
        running(*for_scoring, log=tmp_path / "scoring", CELERY_QUEUE=queue) as scoring,
        running(*beat, log=tmp_path / "beat", CELERY_QUEUE=queue) as ticking,
    ):
        wait_for(lambda: answers(f"{site}/healthz"))
        manage("shell", "-c", "from scoring.tasks import assess_waiting as a; a.delay()",
               CELERY_QUEUE=queue)  # fmt: skip
        wait_for(lambda: Assessment.objects.filter(leads=True).exists())
        page = httpx.get(f"{site}/episodes/waiting-to-be-scored/")
        assert "Episode arc by segment" in page.text
        assert page.headers["Cache-Control"] == "public, no-cache"
        style = httpx.get(f"{site}/").text.partition('<link rel="stylesheet" href="')[2]
        kept = httpx.get(site + style.partition('"')[0])
        assert "immutable" in kept.headers["Cache-Control"]
        wait_for(lambda: httpx.get(f"{site}/readyz").json()["status"] == "ok")

        processes = {"web": serving, "worker": short, "scoring": scoring, "beat": ticking}
        for process in processes.values():
            process.send_signal(signal.SIGTERM)
        ended = {name: ends_within(process, STOPS_WITHIN) for name, process in processes.items()}
        assert ended == dict.fromkeys(processes, 0)
    logs = [(tmp_path / name).read_text() for name in ("web", "worker", "scoring")]
    assert "Traceback" not in "".join(logs)
