"""A real worker while Redis is away and retries wait."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis as Client
from redis.exceptions import RedisError

from tests.faults.servers import Redis
from tests.ports import free_port
from tests.worker.processes import manage, running
from tests.worker.test_worker import wait_for

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

WORKER = ("celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "INFO")
SEND = "from scoring.tasks import do_job_item as t; [t.delay(item) for item in range(6)]"
PULSE = "from library.monitoring.worker_heartbeat import note_pulse; note_pulse.delay()"
AWAY = 3.0
"""Seconds."""


@pytest.fixture
def redis() -> Iterator[Redis]:
    server = Redis()
    yield server
    server.stop()


def pulses(redis: Redis) -> bool:
    try:
        return bool(Client(port=redis.port).keys("*worker-pulse*"))
    except RedisError:
        return False


def test_a_worker_with_waiting_retries_survives_a_redis_outage(
    redis: Redis, tmp_path: Path
) -> None:
    # Without a database, each item is sent again later.
    settings = {
        "REDIS_URL": redis.address,
        "DATABASE_URL": f"postgres://postgres@127.0.0.1:{free_port()}/none",
        "CELERY_QUEUE": "test-away",
    }
    log = tmp_path / "worker"
    with running(*WORKER, log=log, **settings) as worker:
        wait_for(lambda: " ready." in log.read_text())
        manage("shell", "-v", "0", "-c", SEND, **settings)
        wait_for(lambda: log.read_text().count("Retry in ") >= 6)
        redis.stop()
        time.sleep(AWAY)
        assert worker.poll() is None, log.read_text()[-2000:]
        redis.start()
        manage("shell", "-v", "0", "-c", PULSE, **settings)
        wait_for(lambda: pulses(redis))

        assert worker.poll() is None
