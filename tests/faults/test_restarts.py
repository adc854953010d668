"""Web restarts under load: no connection that was accepted is reset."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import httpx
import pytest

from tests.faults.proxy import proxy_of
from tests.faults.stage import wait_for
from tests.paths import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.faults

CLIENTS = 40
"""More than the eight threads of two workers, so that most of them wait to be accepted."""


@contextmanager
def web(log: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Serve `slow_app` with the settings of production; yield the process and its URL."""
    bind = f"127.0.0.1:{free_port()}"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn",
             "tests.faults.slow_app:app"],
            cwd=ROOT, env={**os.environ, "BIND": bind}, start_new_session=True,
            stdout=output, stderr=output,
        )  # fmt: skip
    try:
        wait_for(lambda: log.read_text().count("Booting worker") == 2, seconds=30)
        wait_for(lambda: outcome(bind) == "200", seconds=30)
        yield process, f"http://{bind}"
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


class Readers:
    """Threads that send requests, a quarter of them POST, until the block ends."""

    def __init__(self, site: str) -> None:
        self._host = site.removeprefix("http://")
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=("GET" if number % 4 else "POST",))
            for number in range(CLIENTS // 2)
        ]
        self.outcomes: Counter[tuple[str, str]] = Counter()

    def __enter__(self) -> "Readers":
        wait_for(lambda: outcome(self._host) == "200", seconds=30)
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _send(self, method: str) -> None:
        while not self._stopped.is_set():
            self.outcomes[method, outcome(self._host, method)] += 1


def outcome(host: str, method: str = "GET") -> str:
    """Return the status of a response, or the name of the error."""
    connection = HTTPConnection(host, timeout=30)
    try:
        connection.request(method, "/", body=b"a=b" if method == "POST" else None)
        return str(connection.getresponse().status)
    except OSError as error:
        return type(error).__name__
    finally:
        connection.close()


def test_a_stopping_server_answers_every_connection_and_refuses_new_ones(tmp_path: Path) -> None:
    with web(tmp_path / "log") as (process, site):
        clients = [HTTPConnection(site.removeprefix("http://"), timeout=30) for _ in range(CLIENTS)]
        for client in clients:
            client.request("GET", "/")
        process.send_signal(signal.SIGTERM)
        statuses = [client.getresponse().status for client in clients]
        refused = outcome(site.removeprefix("http://"))
        assert process.wait(timeout=30) == 0

    assert statuses == [200] * CLIENTS
    assert refused == "ConnectionRefusedError"


def test_reloaded_workers_lose_no_request(tmp_path: Path) -> None:
    with web(tmp_path / "log") as (process, site), proxy_of(site) as proxy, Readers(proxy) as all_:
        for _ in range(2):
            time.sleep(1)
            process.send_signal(signal.SIGHUP)
        time.sleep(4)

    print(f"requests while workers were replaced twice: {dict(all_.outcomes)}")  # noqa: T201
    assert set(all_.outcomes) == {("GET", "200"), ("POST", "200")}


def test_one_of_two_servers_stops_without_an_error(tmp_path: Path) -> None:
    with ExitStack() as stack:
        process, first = stack.enter_context(web(tmp_path / "first"))
        _, second = stack.enter_context(web(tmp_path / "second"))
        readers = Readers(stack.enter_context(proxy_of(first, second)))
        with readers:
            time.sleep(1)
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=30) == 0
            time.sleep(1)

    print(f"requests while one of two servers stopped: {dict(readers.outcomes)}")  # noqa: T201
    assert set(readers.outcomes) == {("GET", "200"), ("POST", "200")}


def test_the_proxy_returns_503_with_retry_after_while_no_server_responds() -> None:
    with proxy_of(f"http://127.0.0.1:{free_port()}") as proxy:
        wait_for(lambda: outcome(proxy.removeprefix("http://")) == "503", seconds=30)
        response = httpx.get(proxy)

    assert response.headers["Retry-After"] == "10"
    assert response.text == "The library is restarting. Please try again in a minute.\n"
