"""Thousands of requests made up from docs/openapi.yaml, to a served library, on both databases.

No answer is a 500, none is one that the description does not hold, none contradicts it.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.contract.databases import DATABASES
from tests.paths import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.contract

SEED = 20261125
"""Kept, so that a run can be repeated."""
LEAST = 3_000
"""Requests on each database."""


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Serve the sample library in a fresh database, and yield its address."""
    port = free_port()
    with DATABASES[request.param](tmp_path) as database:
        env = {
            **os.environ,
            "DATABASE_URL": database,
            "REDIS_URL": "",
            "DEBUG": "false",
            "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghijklmnop",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
            "API_RATE": "1000000",
            "BIND": f"127.0.0.1:{port}",
        }
        for command in ("migrate", "load_sample"):
            subprocess.run(
                [sys.executable, "manage.py", command], cwd=ROOT, env=env, check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
        with (tmp_path / "web").open("wb") as log:
            web = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn",
                 "config.wsgi"],
                cwd=ROOT, env=env, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield f"http://127.0.0.1:{port}"
        finally:
            web.terminate()
            web.wait(30)


def _wait_for(address: str, *, seconds: float = 60) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            if httpx.get(address).status_code == 200:
                return
        except httpx.TransportError:
            pass
        assert time.monotonic() < deadline, "the site did not start"
        time.sleep(0.2)


def test_what_the_description_says_holds_for_whatever_is_asked(site: str, tmp_path: Path) -> None:
    cases = 0
    for options in ("all.toml", "real.toml"):
        done = subprocess.run(
            [Path(sys.executable).with_name("schemathesis"),
             "--config-file", Path(__file__).with_name(options), "run",
             ROOT / "docs" / "openapi.yaml", "--url", site, "--checks", "all", "--seed", str(SEED),
             "--max-examples", "25", "--phases", "examples,coverage,fuzzing", "--no-color"],
            cwd=tmp_path, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
        cases += int(re.search(r"([\d,]+) generated", done.stdout)[1].replace(",", ""))  # type: ignore[index]
    assert cases >= LEAST
