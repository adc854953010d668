"""The examples of docs/api.md are run against a served library."""

import re
import shutil
import subprocess
import sys
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (ROOT / "docs" / "api.md").read_text()
HOST = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _sample() -> None:
    call_command("load_sample")


def example(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert found, language
    return found.group(1)


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_example_with_curl_runs(live_server: LiveServer) -> None:
    said = run("sh", "-c", example("sh").replace(HOST, live_server.url))

    assert '"position":' in said


def test_the_example_with_python_runs(live_server: LiveServer) -> None:
    said = run(sys.executable, "-c", example("python").replace(HOST, live_server.url))

    assert "/transcript/#s1\n" in said


def test_the_example_with_r_runs_or_its_address_answers(live_server: LiveServer) -> None:
    if shutil.which("Rscript"):
        run("Rscript", "-e", example("r").replace(HOST, live_server.url))
        return
    address = urlsplit(re.findall(r'"(http[^"]+)"', example("r"))[0])
    answer = Client().get(address.path, {k: v[0] for k, v in parse_qs(address.query).items()})

    assert answer["Content-Type"].startswith("text/csv")
    assert b"position" in answer.content.splitlines()[0]
