"""Status of a broker that is down or does not reply."""

import socket
import socketserver
import threading
from collections.abc import Callable

import pytest
from celery import current_app
from django.conf import LazySettings
from django.test import Client

from library.monitoring.broker import broker_fault, queue_depth
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def point_at(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Set the broker to a port of this machine, with an account."""

    def point(port: int, account: str = "") -> None:
        settings.REDIS_URL = f"redis://{account}127.0.0.1:{port}/0"
        monkeypatch.setitem(current_app.conf, "broker_url", settings.REDIS_URL)

    return point


def test_a_closed_port_is_a_fault_without_queue_length(point_at: Callable[..., None]) -> None:
    point_at(free_port())

    assert queue_depth("test") is None
    assert broker_fault() == "ConnectionError"


def test_a_silent_broker_times_out(
    point_at: Callable[..., None],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        point_at(deaf.getsockname()[1])

        assert queue_depth("test") is None
        assert broker_fault() == "TimeoutError"


class RequiresPassword(socketserver.BaseRequestHandler):
    """Replies to every command as a Redis with another password."""

    def handle(self) -> None:
        while self.request.recv(4096):
            self.request.sendall(b"-WRONGPASS invalid username-password pair\r\n")


def test_a_wrong_password_is_named(point_at: Callable[..., None]) -> None:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), RequiresPassword) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever).start()
        point_at(server.server_address[1], ":wrong@")

        assert broker_fault() == "AuthenticationError"
        server.shutdown()


def test_metrics_work_while_the_broker_is_down(
    client: Client, settings: LazySettings, point_at: Callable[..., None]
) -> None:
    settings.METRICS_TOKEN = "open sesame"
    point_at(free_port())

    answer = client.get("/metrics", headers={"Authorization": "Bearer open sesame"})

    assert answer.status_code == 200
    assert "counterpoint_requests_total" in answer.text
    assert "counterpoint_queue_depth" not in answer.text
