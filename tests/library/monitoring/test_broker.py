"""What is said of a broker that is away, or is there and says nothing."""

import socket
from collections.abc import Callable

import pytest
from celery import current_app
from django.conf import LazySettings
from django.test import Client

from library.monitoring.broker import broker_fault, queue_depth
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def point_at(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the broker be at a port of this machine."""

    def point(port: int) -> None:
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        monkeypatch.setitem(current_app.conf, "broker_url", settings.REDIS_URL)

    return point


def test_a_port_that_is_closed_has_no_queue_and_a_fault(point_at: Callable[[int], None]) -> None:
    point_at(free_port())

    assert queue_depth("test") is None
    assert broker_fault() == "OperationalError"


def test_a_broker_that_takes_calls_and_says_nothing_is_not_waited_for(
    point_at: Callable[[int], None],
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        point_at(deaf.getsockname()[1])

        assert queue_depth("test") is None
        assert broker_fault() == "OperationalError"


def test_metrics_are_given_while_the_broker_is_away(
    client: Client, settings: LazySettings, point_at: Callable[[int], None]
) -> None:
    settings.METRICS_TOKEN = "open sesame"
    point_at(free_port())

    answer = client.get("/metrics", headers={"Authorization": "Bearer open sesame"})

    assert answer.status_code == 200
    assert "counterpoint_requests_total" in answer.text
    assert "counterpoint_queue_depth" not in answer.text
