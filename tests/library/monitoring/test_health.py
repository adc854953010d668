"""Health checks, and the pages that readers see while the database is down."""

import json
import time
from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.conf import LazySettings
from django.core.cache import cache
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from library.monitoring.health import health
from library.monitoring.worker_heartbeat import KEY, MAX_AGE, note_pulse, seconds_since_heartbeat

pytestmark = pytest.mark.django_db


def away(*args: object, **kwargs: object) -> None:
    raise OperationalError("connection refused")


def test_a_site_without_redis_needs_no_workers(client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = ""

    assert client.get("/readyz").json() == {"status": "ok", "faults": {}, "warnings": {}}


def test_an_unreachable_database_makes_the_site_unready(client: Client) -> None:
    with patch("library.monitoring.health.connection.cursor", away):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json()["faults"] == {"database": "OperationalError"}


def test_an_unreachable_redis_is_a_warning(client: Client, settings: LazySettings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {
        "default": {**settings.CACHES["default"]}
        | {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": settings.REDIS_URL,
            "OPTIONS": {"IGNORE_EXCEPTIONS": True},
        }
    }

    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json()["status"] == "degraded"
    assert response.json()["warnings"] == {"redis": "not responding"}


def test_a_heartbeat_is_stored_and_expires() -> None:
    assert seconds_since_heartbeat() is None

    note_pulse()

    since = seconds_since_heartbeat()
    assert since is not None
    assert since < MAX_AGE


def test_a_heartbeat_from_the_future_counts_as_missing() -> None:
    note_pulse()

    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        since = seconds_since_heartbeat()

    assert since is not None
    assert since > MAX_AGE


def test_a_missing_heartbeat_is_a_warning(settings: LazySettings) -> None:
    settings.REDIS_URL = "redis://example.invalid/0"
    with patch("library.monitoring.broker.current_app"):
        assert health().warnings == {"workers": "no heartbeat yet"}
        cache.set(KEY, time.time() - MAX_AGE - 60)
        assert "no heartbeat for 210 s" in health().warnings["workers"]
        note_pulse()
        assert health().status == "ok"


def test_pages_give_503_while_the_database_is_down(client: Client) -> None:
    with connection.execute_wrapper(away):
        response = client.get("/")

    assert response.status_code == 503
    assert response["Retry-After"] == "10"
    assert "No data has been lost" in response.text


def test_the_api_gives_503_as_a_problem_document(client: Client) -> None:
    with connection.execute_wrapper(away):
        response = client.get("/api/v1/episodes/")

    assert response.status_code == 503
    assert response["Content-Type"].startswith("application/problem+json")
    assert json.loads(response.content)["status"] == 503
