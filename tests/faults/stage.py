"""A library on servers of its own, with production's processes around it."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.faults.servers import PostgreSQL, Redis
from tests.paths import ROOT
from tests.ports import free_port

DONE = "SELECT count(*) FROM scoring_assessment WHERE leads"
RIGHT = {
    "transcripts not scored exactly once": """
        SELECT count(*) FROM library_transcript t WHERE 1 <> (
            SELECT count(*) FROM scoring_assessment a WHERE a.transcript_id = t.id)""",
    "episodes without exactly one leading assessment": """
        SELECT count(*) FROM library_episode e WHERE 1 <> (
            SELECT count(*) FROM scoring_assessment a WHERE a.episode_id = e.id AND a.leads)""",
    "assessments without a score for each segment": """
        SELECT count(*) FROM scoring_assessment a WHERE
            (SELECT count(*) FROM library_segment s WHERE s.transcript_id = a.transcript_id)
            <> (SELECT count(*) FROM scoring_segmentscore c WHERE c.assessment_id = a.id)
            OR jsonb_array_length(a.trail) <> (a.statistics ->> 'count')::int""",
    "transcripts whose segments are not numbered from one without a gap": """
        SELECT count(*) FROM (
            SELECT transcript_id FROM library_segment GROUP BY transcript_id
            HAVING min(index) <> 1 OR max(index) <> count(*)) gaps""",
    "scores that differ between equal transcripts": """
        SELECT greatest(0, count(DISTINCT trail::text) - 3) FROM scoring_assessment""",
}
"""What has to be 0 after any fault; the stage's transcripts are of three texts."""


class Stage:
    """PostgreSQL, Redis, and commands run against them."""

    def __init__(self) -> None:
        self.database, self.redis = PostgreSQL(), Redis()
        self.manage("migrate", "--verbosity", "0")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database.address,
            "REDIS_URL": self.redis.address,
            "CELERY_QUEUE": "faults",
            "DEBUG": "false",
            "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghij",  # pragma: allowlist secret
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
        }

    def manage(self, *arguments: str) -> str:
        return self.python("manage.py", *arguments)

    def python(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def fill(self, episodes: int, *, long: bool = False) -> None:
        self.python("-m", "tests.faults.fill", str(episodes), "long" if long else "short")

    def queue(self, task: str = "scoring.tasks.assess_waiting") -> None:
        self.python("-m", "celery", "-A", "config", "call", task)

    @contextmanager
    def running(self, *command: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run `python -m COMMAND...`; on leaving, SIGKILL it and all its children."""
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @contextmanager
    def worker(self, concurrency: int = 2) -> Iterator[None]:
        name = f"faults-{random.randrange(10**9)}@%h"
        command = ["celery", "-A", "config", "worker", "--concurrency", str(concurrency)]
        with self.running(*command, "--hostname", name, "--without-gossip", "--without-mingle"):
            yield

    @contextmanager
    def web(self) -> Iterator[str]:
        """Serve the site and yield its address."""
        port = free_port()
        environment_address = f"127.0.0.1:{port}"
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        with self.running(
            "gunicorn", "config.wsgi", "--bind", environment_address, "--worker-class", "gthread"
        ):
            yield f"http://{environment_address}"

    def done(self) -> int:
        return self.database.one(DONE)

    def faults(self) -> dict[str, int]:
        """Return what is not as it has to be, with how often; empty when all is right."""
        counted = {what: self.database.one(query) for what, query in RIGHT.items()}
        return {what: count for what, count in counted.items() if count}

    def remove(self) -> None:
        self.redis.stop()
        self.database.remove()


def wait_for(condition: Callable[[], bool], *, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
