"""Metrics of production's processes: any worker of gunicorn answers for all of them."""

import time
from pathlib import Path

import httpx
import pytest

from tests.worker.processes import running

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
