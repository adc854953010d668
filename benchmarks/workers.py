"""Assessing a library with one Celery worker process, and with two, over Redis and PostgreSQL."""

import os
import signal
import subprocess
import sys
import time
from statistics import median

from benchmarks.figures import Figure, Measured
from benchmarks.machine import ROOT
from benchmarks.site import production
from benchmarks.stages import captions
from library.captions import read_transcript
from library.models import Transcript
from library.services import EpisodeDetails, Provenance, import_transcript
from scoring.models import Assessment

TRANSCRIPTS = 24
ROUNDS = 3
QUEUE = f"benchmark-{os.getpid()}"


def measure() -> Measured:
    if not os.environ.get("REDIS_URL"):
        raise RuntimeError("this measurement runs on Redis: set REDIS_URL")
    parsed = read_transcript(captions(), "captions.vtt")
    for number in range(TRANSCRIPTS):
        import_transcript(
            parsed,
            details=EpisodeDetails(show="A show", title=f"Talk {number}"),
            provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
        )
    took = {count: [_assess_all(count) for _ in range(ROUNDS)] for count in (1, 2)}
    one, two = median(took[1]), median(took[2])
    says = f"times as fast as one worker process: two, on {TRANSCRIPTS} transcripts of 156 segments"
    return Measured(
        "Workers",
        [Figure("scoring_two_workers", one / two, says, ">= 1.8")],
        [
            {"workers": 1, "transcripts per second": round(TRANSCRIPTS / one, 2)},
            {"workers": 2, "transcripts per second": round(TRANSCRIPTS / two, 2)},
        ],
    )


def _assess_all(count: int) -> float:
    """Return the seconds that `count` worker processes take, once they are up and warm."""
    Assessment.objects.all().delete()
    environment = production(CELERY_QUEUE=QUEUE)
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
            _queue(environment)
        _wait_for(TRANSCRIPTS)
        # The processes have now read the weights; what is measured is work.
        Assessment.objects.all().delete()
        begun = time.perf_counter()
        _queue(environment)
        _wait_for(TRANSCRIPTS)
        return time.perf_counter() - begun
    finally:
        for worker in started:
            os.killpg(worker.pid, signal.SIGKILL)
            worker.wait()


def _queue(environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, "-m", "celery", "-A", "config", "call", "scoring.tasks.rescore_library"],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )


def _wait_for(count: int, seconds: float = 300) -> None:
    deadline = time.monotonic() + seconds
    while Assessment.objects.count() < count:
        if time.monotonic() > deadline:
            raise RuntimeError("the workers did not finish")
        time.sleep(0.02)
