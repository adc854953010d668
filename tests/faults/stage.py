"""A library on its own servers, with the processes of production."""

import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial

import psycopg
from celery import Celery

from tests.faults.servers import PostgreSQL, Redis
from tests.paths import ROOT
from tests.ports import free_port

QUEUE = "faults"
SWEEP = "scoring.tasks.continue_jobs"
DONE = "SELECT count(*) FROM scoring_assessment WHERE leads AND scorer_version <> 'earlier'"
WHOLE = {
    "transcripts that a version of the scorer has read twice": """
        SELECT count(*) FROM (
            SELECT transcript_id FROM scoring_assessment
            GROUP BY transcript_id, scorer_version HAVING count(*) > 1) twice""",
    "episodes that two assessments lead": """
        SELECT count(*) FROM (
            SELECT episode_id FROM scoring_assessment WHERE leads
            GROUP BY episode_id HAVING count(*) > 1) twice""",
    "assessed episodes that none leads, or an earlier one than the last": """
        SELECT count(*) FROM library_episode e
        WHERE EXISTS (SELECT 1 FROM scoring_assessment a WHERE a.episode_id = e.id)
        AND NOT EXISTS (
            SELECT 1 FROM scoring_assessment a WHERE a.episode_id = e.id AND a.leads
            AND a.id = (SELECT max(id) FROM scoring_assessment b WHERE b.episode_id = e.id))""",
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
    "items said to be done whose transcript was not read": """
        SELECT count(*) FROM library_jobitem i WHERE i.state = 'done' AND NOT EXISTS (
            SELECT 1 FROM scoring_assessment a
            WHERE a.transcript_id = (i.payload ->> 'transcript')::int)""",
}
"""Queries that must return 0 at every moment, whatever was killed."""
ENDED = {
    "transcripts that the scorer has not read": """
        SELECT count(*) FROM library_transcript t WHERE NOT EXISTS (
            SELECT 1 FROM scoring_assessment a
            WHERE a.transcript_id = t.id AND a.scorer_version <> 'earlier')""",
    "items of jobs that are not done": """
        SELECT count(*) FROM library_jobitem WHERE state <> 'done'""",
}
"""Queries that must also return 0 when all work is done."""


class Stage:
    """PostgreSQL, Redis, and commands that use them."""

    def __init__(self) -> None:
        self.database, self.redis = PostgreSQL(), Redis()
        self.manage("migrate", "--verbosity", "0")

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "DATABASE_URL": self.database.address,
            "REDIS_URL": self.redis.address,
            "CELERY_QUEUE": QUEUE,
            "JOB_LEASE_SECONDS": "5",
            "DEBUG": "false",
            "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghij",  # pragma: allowlist secret
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
            "WORK_SECONDS": "0",
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

    def ask(self, code: str) -> str:
        """Run a line of Python in the site's environment and return its output."""
        return self.manage("shell", "--verbosity", "0", "--command", code).strip()

    def fill(self, episodes: int, *, long: bool = False, earlier: bool = False) -> None:
        length = "long" if long else "short"
        self.python("-m", "tests.faults.fill", str(episodes), length, *["earlier"] * earlier)

    def rescore(self) -> None:
        """Start a job that rescores transcripts not assessed by the current scorer version."""
        self.ask("from scoring.job_handlers import start_rescoring; start_rescoring()")

    def age(self) -> None:
        """Turn assessments by the current scorer version into assessments by an earlier one."""
        with psycopg.connect(self.database.address) as connection:
            connection.execute(
                "DELETE FROM scoring_segmentscore USING scoring_assessment a "
                "WHERE a.id = assessment_id AND NOT a.leads"
            )
            connection.execute("DELETE FROM scoring_assessment WHERE NOT leads")
            connection.execute("UPDATE scoring_assessment SET scorer_version = 'earlier'")

    def queue(self, task: str = "scoring.tasks.assess_waiting") -> None:
        with Celery(broker=self.redis.address, set_as_current=False) as sender:
            sender.send_task(task, queue=QUEUE)

    def sweep_until(self, condition: Callable[[], bool]) -> None:
        """Run the sweep repeatedly until the condition is true."""
        last = 0.0

        def swept() -> bool:
            nonlocal last
            if time.monotonic() - last > 2:
                self.queue(SWEEP)
                last = time.monotonic()
            return condition()

        wait_for(swept)

    @contextmanager
    def running(
        self, *command: str, most_bytes: int | None = None
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Run `python -m COMMAND...`; on exit, kill it and all its children with SIGKILL.

        It can write at most `most_bytes` to a file, as if the disk were full.
        """
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=partial(limit_files, most_bytes),
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    @contextmanager
    def worker(self, concurrency: int = 2, *, program: str = "celery") -> Iterator[None]:
        """Run a worker for each queue; `concurrency` is that of the scoring worker."""
        name = f"faults-{random.randrange(10**9)}@%h"
        command = [program, "-A", "config", "worker", "--without-gossip", "--without-mingle"]
        short = ["-Q", QUEUE, "--concurrency", "1", "--hostname", f"short-{name}"]
        scoring = ["-Q", f"{QUEUE}-scoring", "--concurrency", str(concurrency)]
        with (
            self.running(*command, *short),
            self.running(*command, *scoring, "--hostname", name),
        ):
            yield

    @contextmanager
    def web(self, *, most_bytes: int | None = None) -> Iterator[str]:
        """Serve the site and yield its URL."""
        port = free_port()
        environment_address = f"127.0.0.1:{port}"
        self.manage("collectstatic", "--noinput", "--verbosity", "0")
        command = ["gunicorn", "config.wsgi", "--bind", environment_address, "--workers", "2"]
        with self.running(*command, "--worker-class", "gthread", most_bytes=most_bytes):
            yield f"http://{environment_address}"

    def done(self) -> int:
        return self.database.one(DONE)

    def faults(self, expected: Mapping[str, str]) -> dict[str, int]:
        """Return the queries of `expected` whose result is not 0, with the result."""
        counted = {what: self.database.one(query) for what, query in expected.items()}
        return {what: count for what, count in counted.items() if count}

    def tell(self, what: str) -> dict[str, int]:
        """Print the counts at the end of a test and return the faults."""
        found = self.faults(WHOLE | ENDED)
        read, items = self.done(), self.database.one("SELECT count(*) FROM library_jobitem")
        print(f"{what}: {read} scored, {items} items of jobs; wrong: {found or 'nothing'}")  # noqa: T201
        return found

    def remove(self) -> None:
        self.redis.stop()
        self.database.remove()


def limit_files(most_bytes: int | None) -> None:
    """Limit the size of files that this process and its children write."""
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))


def wait_for(condition: Callable[[], bool], *, seconds: float = 180) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
