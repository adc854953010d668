"""Run the production server (gunicorn with its configuration) on the scratch database."""

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

MAX_START_SECONDS = 60.0


@dataclass(frozen=True)
class Site:
    """A running server and one keep-alive connection to it, like that of a reverse proxy."""

    port: int
    process: subprocess.Popen[bytes]
    connection: http.client.HTTPConnection

    def get(self, path: str, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Return the status and the compressed body of a response."""
        try:
            return self._request(path, headers)
        except ConnectionError:
            # The server closes idle connections, and those of workers that it replaces.
            return self._request(path, headers)

    def _request(self, path: str, headers: dict[str, str] | None) -> tuple[int, bytes]:
        sent = {"Accept-Encoding": "gzip", **(headers or {})}
        try:
            self.connection.request("GET", path, headers=sent)
            response = self.connection.getresponse()
            return response.status, response.read()
        except (OSError, http.client.HTTPException):
            self.connection.close()
            raise

    def must_get(self, path: str) -> bytes:
        status, body = self.get(path)
        if status != 200:
            raise RuntimeError(f"{path} returned {status}")
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
    """Return the environment of a production process, with the scratch database by default."""
    return {
        **os.environ,
        "DATABASE_URL": changes.get("DATABASE_URL") or address(),
        "DEBUG": "false",
        "SECRET_KEY": "a-key-for-measuring-only-0123456789-abcdefghij",  # pragma: allowlist secret
        "ALLOWED_HOSTS": "127.0.0.1",
        "SECURE_SSL_REDIRECT": "false",
        "WORK_SECONDS": "0",
        "WORK_TOKEN_SECONDS": "0",
        **changes,
    }


@contextmanager
def serving(*, workers: int = 1, **changes: str) -> Iterator[Site]:
    """Run the site, with an additional empty view at /empty/, until the block ends."""
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
    with connected(process, port, "/empty/") as site:
        yield site


@contextmanager
def connected(process: subprocess.Popen[bytes], port: int, path: str) -> Iterator[Site]:
    """Wait until the server responds at `path` and yield it; stop it when the block ends."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    site = Site(port, process, connection)
    try:
        _wait_for(site, path)
        yield site
    finally:
        connection.close()
        process.terminate()
        process.wait(timeout=30)


def _wait_for(site: Site, path: str) -> None:
    deadline = time.monotonic() + MAX_START_SECONDS
    while True:
        try:
            site.must_get(path)
            return
        except OSError:
            if site.process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
