"""Faults really done to production's processes: nothing is lost, nothing doubled.

Run by `make faults`. Each test has a PostgreSQL and a Redis of its own and kills what it names.
"""

import os
import random
import time

import httpx
import pytest

from tests.faults.stage import Stage, wait_for

pytestmark = pytest.mark.faults

KILLS = int(os.environ.get("KILLS", "50"))
EPISODES = int(os.environ.get("EPISODES", "200"))
SEED = 20261125


def status_of(address: str) -> int:
    try:
        return httpx.get(address, timeout=20).status_code
    except httpx.TransportError:
        return 0


def test_workers_killed_at_random_moments_lose_and_double_nothing(stage: Stage) -> None:
    chance = random.Random(SEED)
    stage.fill(EPISODES, long=True)
    stage.queue()
    progress = []
    for _ in range(KILLS):
        before = stage.done()
        with stage.worker():
            if before < EPISODES:
                wait_for(lambda before=before: stage.done() > before)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.4))
        progress.append(stage.done())
        # What the killed worker held comes back by beat's sweep, wound by hand here.
        stage.queue()
        if progress[-1] == EPISODES:
            stage.database.one("WITH gone AS (DELETE FROM scoring_segmentscore RETURNING 1) "
                               "SELECT count(*) FROM gone")  # fmt: skip
            stage.database.one("WITH gone AS (DELETE FROM scoring_assessment RETURNING 1) "
                               "SELECT count(*) FROM gone")  # fmt: skip
            stage.queue()

    stage.queue()
    with stage.worker():
        wait_for(lambda: stage.done() == EPISODES)

    print(f"{KILLS} kills, assessed at each: {progress}")  # noqa: T201
    assert stage.faults() == {}


def test_a_redis_that_dies_costs_messages_but_no_work(stage: Stage) -> None:
    stage.fill(40)
    stage.queue()
    with stage.web() as site, stage.worker(1):
        wait_for(lambda: stage.done() >= 3)
        stage.redis.stop()
        wait_for(lambda: status_of(f"{site}/episodes/talk-0/") == 200)
        assert httpx.get(f"{site}/readyz", timeout=20).json()["status"] == "degraded"

        stage.redis.start()
        stage.queue()
        wait_for(lambda: stage.done() == 40)
        wait_for(lambda: status_of(f"{site}/episodes/talk-39/") == 200)

    assert stage.faults() == {}


def test_a_postgresql_that_crashes_is_a_clear_503_and_then_work_goes_on(stage: Stage) -> None:
    stage.fill(40)
    stage.queue()
    with stage.web() as site, stage.worker(1):
        wait_for(lambda: status_of(f"{site}/healthz") == 200)
        wait_for(lambda: stage.done() >= 3)
        stage.database.stop()
        assert status_of(f"{site}/episodes/talk-0/") == 503
        assert status_of(f"{site}/api/v1/episodes/") == 503
        assert status_of(f"{site}/readyz") == 503
        assert status_of(f"{site}/healthz") == 200

        stage.database.start()
        wait_for(lambda: status_of(f"{site}/episodes/talk-0/") == 200)
        stage.queue()
        wait_for(lambda: stage.done() == 40)

    assert stage.faults() == {}


def test_a_lost_message_is_found_by_the_sweep(stage: Stage) -> None:
    stage.fill(6)
    stage.queue()
    stage.redis.stop()  # and with it every message that was queued
    stage.redis.start()
    with stage.worker(1):
        time.sleep(5)
        assert stage.done() == 0
        stage.queue()
        wait_for(lambda: stage.done() == 6)

    assert stage.faults() == {}


def test_two_workers_on_one_transcript_score_it_once(stage: Stage) -> None:
    stage.fill(1, long=True)
    for _ in range(8):
        stage.queue()
    with stage.worker(2), stage.worker(2):
        wait_for(lambda: stage.done() == 1)
        time.sleep(3)

    assert stage.faults() == {}
