"""Prometheus metrics, their access control, and the log of slow queries."""

import logging

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from library.db.slow_query_log import log_if_slow
from library.monitoring.worker_heartbeat import note_pulse
from tests.make import make_assessed

pytestmark = pytest.mark.django_db
TOKEN = {"Authorization": "Bearer open sesame"}


@pytest.fixture(autouse=True)
def _token(settings: LazySettings) -> None:
    settings.METRICS_TOKEN = "open sesame"


def figures(client: Client) -> dict[str, float]:
    lines = client.get("/metrics", headers=TOKEN).text.splitlines()
    pairs = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name: float(value) for name, _, value in pairs}


def test_requests_are_counted_by_view_method_and_status(client: Client) -> None:
    counted = 'counterpoint_requests_total{method="GET",status="404",view="library:episode"}'
    before = figures(client).get(counted, 0)

    client.get("/episodes/none/")
    client.generic("BREW", "/episodes/none/")

    after = figures(client)
    assert after[counted] == before + 1
    timed = 'counterpoint_request_seconds_count{view="library:episode"}'
    assert after[timed] >= 2
    assert not [name for name in after if "BREW" in name]


def test_cached_pages_are_counted_by_source(client: Client, settings: LazySettings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    names = [f'counterpoint_cached_pages_total{{source="{each}"}}' for each in ("made", "near")]
    before = [figures(client).get(name, 0) for name in names]

    for _ in range(3):
        client.get("/methodology/")

    after = [figures(client)[name] for name in names]
    assert [now - then for now, then in zip(after, before, strict=True)] == [1, 2]


def test_scored_segments_are_counted(client: Client) -> None:
    name = 'counterpoint_scored_segments_total{scorer="stance"}'
    before = figures(client).get(name, 0)

    scored = make_assessed().transcript

    assert figures(client)[name] == before + scored.segments.count()


def test_tasks_are_counted_and_timed(client: Client) -> None:
    task = "library.monitoring.worker_heartbeat.note_pulse"
    before = figures(client)

    note_pulse.delay()

    after = figures(client)
    for name in (
        f'counterpoint_tasks_total{{outcome="success",task="{task}"}}',
        f'counterpoint_task_seconds_count{{task="{task}"}}',
    ):
        assert after[name] == before.get(name, 0) + 1
    assert 0 <= after["counterpoint_heartbeat_age_seconds"] < 60


@pytest.mark.parametrize(
    ("headers", "networks", "address", "status"),
    [
        (TOKEN, [], "203.0.113.7", 200),
        ({"Authorization": "Bearer other"}, [], "127.0.0.1", 404),
        ({}, [], "127.0.0.1", 404),
        ({}, ["10.0.0.0/8"], "10.1.2.3", 200),
        ({}, ["10.0.0.0/8"], "203.0.113.7", 404),
        ({}, ["10.0.0.0/8", "fd00::/8"], "fd00::1", 200),
        ({"X-Forwarded-For": "10.1.2.3"}, ["10.0.0.0/8"], "10.1.2.3", 404),
        ({}, ["10.0.0.0/8"], "unix:", 404),
    ],
)
def test_metrics_need_the_token_or_an_allowed_network(
    client: Client, settings: LazySettings, headers: dict[str, str], networks: list[str],
    address: str, status: int,
) -> None:  # fmt: skip
    settings.METRICS_FROM = networks

    answer = client.get("/metrics", headers=headers, REMOTE_ADDR=address)

    assert answer.status_code == status


def test_an_empty_token_is_never_valid(client: Client, settings: LazySettings) -> None:
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 404


def test_a_slow_query_is_logged_without_parameters(
    settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    assert log_if_slow in connection.execute_wrappers
    for threshold, lines in ((0.0, 0), (60.0, 0), (1e-9, 1)):
        settings.SLOW_QUERY_SECONDS = threshold
        caplog.clear()
        with (
            caplog.at_level(logging.WARNING, "library.db.slow_query_log"),
            connection.cursor() as at,
        ):
            at.execute("SELECT  %s", ["secret"])
        assert len(caplog.messages) == lines

    (said,) = caplog.messages
    assert "SELECT %s" in said
    assert "secret" not in said
