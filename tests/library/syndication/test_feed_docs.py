"""The examples of docs/feeds.md are run against a served library."""

import re
import subprocess
import sys

import pytest
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (ROOT / "docs" / "feeds.md").read_text()
HOST = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _sample() -> None:
    call_command("load_sample")


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_example_of_oembed_runs(live_server: LiveServer) -> None:
    found = re.search(r"```sh\n(.*?)```", TEXT, re.DOTALL)
    assert found

    said = run("sh", "-c", found.group(1).replace(HOST, live_server.url))

    assert '"type": "rich"' in said
    assert '"width": 400' in said


def test_the_example_with_feedparser_runs(live_server: LiveServer) -> None:
    found = re.search(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert found

    said = run(sys.executable, "-c", found.group(1).replace(HOST, live_server.url))

    assert f"{live_server.url}/episodes/proteins-before-breakfast/\n" in said
