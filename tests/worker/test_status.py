"""The status page, served by gunicorn: with workers, and without Redis."""

import os
import socket
from pathlib import Path

import httpx
import pytest
from django.conf import settings
from django.test import Client

from library.monitoring.worker_heartbeat import note_pulse, seconds_since_heartbeat
from tests.make import make_account
from tests.ports import free_port
from tests.worker.processes import running
from tests.worker.test_processes import answers, wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
WEB = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")


def key() -> str:
    """Return the SECRET_KEY of this process, so that the site accepts its sessions."""
    return str(settings.SECRET_KEY)


def status_at(site: str) -> httpx.Response:
    browser = Client()
    browser.force_login(make_account("olga", "Administrator"))
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    return httpx.get(
        f"{site}/admin/status/", cookies={settings.SESSION_COOKIE_NAME: session}, timeout=60
    )


def test_responding_workers_are_listed(tmp_path: Path) -> None:
    port, queue = free_port(), f"test-status-{os.getpid()}"
    worker = ("celery", "-A", "config", "worker", "--concurrency", "1", "--hostname", f"{queue}@%h")
    with (
        running(
            *WEB,
            log=tmp_path / "web",
            BIND=f"127.0.0.1:{port}",
            CELERY_QUEUE=queue,
            SECRET_KEY=key(),
        ),
        running(*worker, log=tmp_path / "worker", CELERY_QUEUE=queue),
    ):
        wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
        note_pulse.apply_async(queue=queue, expires=None)
        wait_for(lambda: seconds_since_heartbeat() is not None)
        page = status_at(f"http://127.0.0.1:{port}")

    assert page.status_code == 200
    assert f"{queue}@" in page.text
    assert f"in “{queue}”" in page.text


@pytest.mark.parametrize("place", ["closed", "deaf"])
def test_the_page_works_while_redis_is_down(tmp_path: Path, place: str) -> None:
    port = free_port()
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        away = deaf.getsockname()[1] if place == "deaf" else free_port()
        redis = f"redis://127.0.0.1:{away}/0"
        bind, hosts = f"127.0.0.1:{port}", "127.0.0.1,library.example.org"
        changes = {"BIND": bind, "REDIS_URL": redis, "ALLOWED_HOSTS": hosts, "SECRET_KEY": key()}
        with running(*WEB, log=tmp_path / "web", **changes):
            wait_for(lambda: answers(f"http://127.0.0.1:{port}/healthz"))
            page = status_at(f"http://127.0.0.1:{port}")

    assert page.status_code == 200
    assert page.text.count("</span> failed</p>") == 4
    assert "All applied." in page.text
