"""Run the commands of production as processes, on a database of the test suite."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.paths import ROOT


def database_address(name: str = "") -> str:
    """Return the DATABASE_URL of the test database, or of another on the same server."""
    database = connection.settings_dict
    host = database["HOST"] or "127.0.0.1"
    secret = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    place = f"{database['USER']}{secret}@{host}:{database['PORT'] or 5432}"
    return f"postgres://{place}/{name or database['NAME']}"


def production(**changes: str) -> dict[str, str]:
    """Return the environment of a production process."""
    return {
        **os.environ,
        "DATABASE_URL": database_address(),
        "DEBUG": "false",
        "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghij",  # pragma: allowlist secret
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "WORK_SECONDS": "0",
        **changes,
    }


def manage(*arguments: str, **changes: str) -> str:
    """Run a management command and return its output."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=production(**changes),
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


@contextmanager
def running(*command: str, log: Path, **changes: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python -m COMMAND...` during the block, then kill all its processes."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=production(**changes),
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
