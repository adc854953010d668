"""Thousands of requests generated from docs/openapi.yaml, on both databases.

No response may be a 500 or differ from the description.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.contract.databases import DATABASES
from tests.paths import ROOT
from tests.ports import free_port

pytestmark = pytest.mark.contract

SEED = 20261125
"""Constant, so that a run can be repeated."""
MIN_CASES = 3_000
"""Minimum requests on each database."""


TOKEN = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from library.services.api_tokens import create_token, scopes_of
owner = User.objects.create_superuser("owner")
ends = timezone.now() + timedelta(days=1)
print(create_token(owner, name="made-up requests", scopes=scopes_of(owner), expires_at=ends)[1])
"""


@dataclass(frozen=True, slots=True)
class Site:
    address: str
    token: str


@pytest.fixture(params=DATABASES)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """Serve the sample library from a fresh database, with a token that has every scope."""
    port = free_port()
    with DATABASES[request.param](tmp_path) as database:
        env = {
            **os.environ,
            "DATABASE_URL": database,
            "REDIS_URL": "",
            "DEBUG": "false",
            "SECRET_KEY": "a-key-for-tests-only-0123456789-abcdefghij",  # pragma: allowlist secret
            "ALLOWED_HOSTS": "127.0.0.1",
            "SECURE_SSL_REDIRECT": "false",
            "WORK_SECONDS": "0",
            "WORK_TOKEN_SECONDS": "0",
            "API_RATE": "1000000",
            "API_TOKEN_RATE": "1000000",
            "BIND": f"127.0.0.1:{port}",
        }
        for command in (("migrate",), ("load_sample",), ("shell", "-v", "0", "-c", TOKEN)):
            done = subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=ROOT, env=env, check=True, capture_output=True, text=True,
            )  # fmt: skip
        with (tmp_path / "web").open("wb") as log:
            web = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn",
                 "config.wsgi"],
                cwd=ROOT, env=env, stdout=log, stderr=log,
            )  # fmt: skip
        try:
            _wait_for(f"http://127.0.0.1:{port}/healthz")
            yield Site(f"http://127.0.0.1:{port}", done.stdout.split()[-1])
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


def test_generated_requests_get_the_documented_responses(site: Site, tmp_path: Path) -> None:
    known = ["--header", f"Authorization: Bearer {site.token}"]
    cases = sum(
        _made_up(site, tmp_path, *options)
        for options in (["all.toml"], ["real.toml"], ["real.toml", *known])
    )
    assert cases >= MIN_CASES


def _made_up(site: Site, folder: Path, config: str, *options: str) -> int:
    """Return the number of generated requests, after checking every response."""
    done = subprocess.run(
        [Path(sys.executable).with_name("schemathesis"),
         "--config-file", Path(__file__).with_name(config), "run",
         ROOT / "docs" / "openapi.yaml", "--url", site.address, "--checks", "all",
         "--seed", str(SEED), "--max-examples", "25",
         "--phases", "examples,coverage,fuzzing", "--no-color", *options],
        cwd=folder, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    return int(re.search(r"([\d,]+) generated", done.stdout)[1].replace(",", ""))  # type: ignore[index]
