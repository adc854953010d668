"""The site as production serves it: gunicorn processes on the scratch database, over HTTP."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.database import address
from benchmarks.machine import ROOT

LONGEST_START = 60.0


@dataclass(frozen=True)
class Site:
    """A running site; every request is a connection of its own, as a proxy may make it."""

    port: int
    process: subprocess.Popen[bytes]

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return status and body as sent: compressed, as every browser asks for it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **(headers or {})})
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()

    def must_get(self, path: str) -> bytes:
        status, body = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return body

    def resident(self) -> int:
        """Return the resident memory of the server and its workers, in MiB."""
        listed = subprocess.run(
            ["ps", "-o", "rss=", "--ppid", str(self.process.pid), "-p", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return sum(map(int, listed.stdout.split())) // 1024


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def production(**changes: str) -> dict[str, str]:
    """Return the environment of a production process on the scratch database."""
    return {
        **os.environ,
        "DATABASE_URL": address(),
        "DEBUG": "false",
        "SECRET_KEY": "a-key-for-measuring-only-0123456789-abcdefghij",  # pragma: allowlist secret
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        **changes,
    }


@contextmanager
def serving(*, workers: int = 1, **changes: str) -> Iterator[Site]:
    """Serve the site, and an empty view at /empty/, until the block is left."""
    environment = production(**changes)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "benchmarks.wsgi", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [*command, "--workers", str(workers), "--log-level", "error"], cwd=ROOT, env=environment
    )
    site = Site(port, process)
    try:
        _wait_for(site)
        yield site
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + LONGEST_START
    while True:
        try:
            site.must_get("/empty/")
            return
        except OSError:
            if site.process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
