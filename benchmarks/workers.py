"""Time to assess a library with one and with two Celery worker processes."""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from statistics import median
from typing import Any
from uuid import uuid4

from benchmarks.figures import Figure, Measured
from benchmarks.library import texts
from benchmarks.machine import ROOT
from benchmarks.site import production
from benchmarks.stages import store
from config.celery import app
from scoring.models import Assessment
from scoring.services.assessing import default_scorer

TRANSCRIPTS = 160
ROUNDS = 3
BARE = 120
"""Number of transcripts in the comparison that scores them without storing anything."""


def measure() -> Measured:
    if not os.environ.get("REDIS_URL"):
        raise RuntimeError("this benchmark needs Redis: set REDIS_URL")
    store(TRANSCRIPTS)
    # The runs alternate, so that changes in machine speed affect both equally.
    rounds = [(_assess_all(1), _assess_all(2)) for _ in range(ROUNDS)]
    one_worker, two_workers = (median(took) for took in zip(*rounds, strict=True))
    times_as_fast = median(alone / together for alone, together in rounds)
    says = f"speed of two workers against one, on {TRANSCRIPTS} transcripts of 156 segments"
    return Measured(
        "Workers",
        [Figure("scoring_two_workers", times_as_fast, says, ">= 1.8")],
        [
            {"workers": 1, "transcripts per second": round(TRANSCRIPTS / one_worker, 2)},
            {"workers": 2, "transcripts per second": round(TRANSCRIPTS / two_workers, 2)},
        ],
        "The two workers share the machine with PostgreSQL and Redis. For comparison: two "
        f"processes that only score, without either, are {_bare():.2f} times as fast as one.",
    )


def _assess_all(count: int) -> float:
    """Return the seconds that `count` worker processes take to assess all transcripts.

    The workers are warmed up before the measurement.
    """
    Assessment.objects.all().delete()
    # A new queue, so that messages left by workers killed in the last round do not interfere.
    queue = f"benchmark-{uuid4()}"
    environment = production(CELERY_QUEUE=queue)
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "1"]
    command += ["--loglevel", "ERROR", "--without-gossip", "--without-mingle"]
    started = [
        subprocess.Popen(
            [*command, "--hostname", f"benchmark{number}-{os.getpid()}@%h"],
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
        for number in range(count)
    ]
    try:
        for _ in range(count):
            _queue_library(queue)
        _wait_for(TRANSCRIPTS)
        _wait_until_idle(queue)
        # The weights are loaded and the topics are indexed by now, so only scoring and storing
        # are measured.
        Assessment.objects.all().delete()
        begun = time.perf_counter()
        _queue_library(queue)
        _wait_for(TRANSCRIPTS)
        return time.perf_counter() - begun
    finally:
        for worker in started:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _queue_library(queue: str) -> None:
    app.send_task("scoring.tasks.rescore_library", queue=queue)


def _wait_for(count: int, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while Assessment.objects.count() < count:
        if time.monotonic() > deadline:
            raise RuntimeError("the workers did not finish")
        time.sleep(0.2)  # More frequent polling would slow the workers.


def _wait_until_idle(queue: str, seconds: float = 300) -> None:
    """Wait until no message is queued and no worker is busy."""
    deadline, quiet = time.monotonic() + seconds, 0
    while quiet < 5:
        if time.monotonic() > deadline:
            raise RuntimeError("the workers did not finish")
        with app.connection_for_read() as broker:
            channel: Any = broker.default_channel
            redis = channel.client
            held = [message for message in redis.hvals("unacked") if queue.encode() in message]
            quiet = 0 if held or redis.llen(queue) else quiet + 1
        time.sleep(0.1)


def _bare() -> float:
    """Return the speed of two independent scoring processes relative to one."""
    took = {}
    for count in (1, 2):
        with ProcessPoolExecutor(count, mp_context=get_context("fork")) as pool:
            list(pool.map(_score, [1] * count))
            begun = time.perf_counter()
            list(pool.map(_score, [BARE // count] * count))
            took[count] = time.perf_counter() - begun
    return took[1] / took[2]


def _score(times: int) -> None:
    scorer, words = default_scorer(), (texts() * 2)[:156]
    for _ in range(times):
        for judgement in scorer.score(words):
            judgement.phrases  # noqa: B018 - computed on access
