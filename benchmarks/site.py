"""Run the site with gunicorn and production settings, on the scratch database."""

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from benchmarks.database import database_url
from benchmarks.machine import ROOT

MAX_START_SECONDS = 60.0


@dataclass(frozen=True)
class Site:
    """A running site with one persistent connection."""

    port: int
    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return the status and the gzip-compressed body."""
        try:
            return self._request(path, headers)
        except ConnectionError:
            # The server closed an idle connection or replaced the worker.
            return self._request(path, headers)

    def _request(self, path: str, headers: dict[str, str] | None) -> tuple[int, bytes]:
        all_headers = {"Accept-Encoding": "gzip", **(headers or {})}
        try:
            self.connection.request("GET", path, headers=all_headers)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise

    def must_get(self, path: str) -> bytes:
        status, body = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path} answered {status}")
        return body

    def resident(self) -> int:
        """Return the resident memory of the server and its workers, in MiB."""
        processes = subprocess.run(
            ["ps", "-o", "rss=", "--ppid", str(self.process.pid), "-p", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=True,
        )
        return sum(map(int, processes.stdout.split())) // 1024


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def production(**changes: str) -> dict[str, str]:
    """Return the environment of a production process on the scratch database, with `changes`."""
    return {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DEBUG": "false",
        "SECRET_KEY": "a-key-for-measuring-only-0123456789-abcdefghij",  # pragma: allowlist secret
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        **changes,
    }


@contextmanager
def serving(*, workers: int = 1, **changes: str) -> Iterator[Site]:
    """Run the site, with an empty view at /empty/, during the block."""
    port = free_port()
    environment = production(BIND=f"127.0.0.1:{port}", WEB_CONCURRENCY=str(workers), **changes)
    subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=ROOT,
        env=environment,
        check=True,
    )
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"]
    process = subprocess.Popen(
        [*command, "--log-level", "error", "benchmarks.wsgi"], cwd=ROOT, env=environment
    )
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    site = Site(port, process, connection)
    try:
        _wait_for(site)
        yield site
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=30)


def _wait_for(site: Site) -> None:
    deadline = time.monotonic() + MAX_START_SECONDS
    while True:
        try:
            site.must_get("/empty/")
            return
        except OSError:
            if site.process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
