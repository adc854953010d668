"""The examples of docs/api.md are run against a served library."""

import csv
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from zipfile import ZipFile

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from library.exporting.dumps import Dump, dump_library
from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (ROOT / "docs" / "api.md").read_text()
HOST = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def _sample() -> None:
    call_command("load_sample")


def example(language: str, place: int = 0) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", TEXT, re.DOTALL)
    assert len(found) > place, language
    return found[place]


def run(*command: str, cwd: Path | None = None) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60, cwd=cwd)
    return done.stdout


def test_the_example_with_curl_runs(live_server: LiveServer) -> None:
    said = run("sh", "-c", example("sh").replace(HOST, live_server.url))

    assert '"position":' in said


def test_the_example_with_python_runs(live_server: LiveServer) -> None:
    said = run(sys.executable, "-c", example("python").replace(HOST, live_server.url))

    assert "/transcript/#s1\n" in said


@pytest.mark.parametrize("place", [0, 1])
def test_the_examples_with_r_run_or_their_urls_respond(live_server: LiveServer, place: int) -> None:
    written = example("r", place)
    if shutil.which("Rscript"):
        run("Rscript", "-e", written.replace(HOST, live_server.url))
        return
    address = urlsplit(re.findall(r'"(http[^"]+)"', written)[0])
    answer = Client().get(address.path, {k: v[0] for k, v in parse_qs(address.query).items()})
    names = b"".join(answer).splitlines()[0].decode().split(",")

    assert answer["Content-Type"].startswith("text/csv")
    assert {"position"} <= set(names) or {"score", "episode"} <= set(names)


def test_the_example_of_a_filter_with_curl_runs(live_server: LiveServer) -> None:
    said = run("sh", "-c", example("sh", 1).replace(HOST, live_server.url))

    assert all(row["score"] >= 40 for row in json.loads(said)["results"])


def test_the_example_of_an_export_with_curl_runs(live_server: LiveServer, tmp_path: Path) -> None:
    said = run("sh", "-c", example("sh", 2).replace(HOST, live_server.url), cwd=tmp_path)

    assert said.startswith("episode,show,index,")
    assert len(said.splitlines()) == 3


def test_the_example_of_an_export_with_python_runs(live_server: LiveServer) -> None:
    said = run(sys.executable, "-c", example("python", 1).replace(HOST, live_server.url))

    assert len([float(line) for line in said.splitlines()]) > 10


@pytest.fixture
def made(settings: LazySettings, tmp_path: Path) -> Dump:
    settings.DATA = replace(settings.DATA, folder=tmp_path / "dumps")
    return dump_library()


def test_the_example_of_a_dump_with_curl_resumes_it(
    made: Dump, live_server: LiveServer, tmp_path: Path
) -> None:
    run("sh", "-c", example("sh", 3).replace(HOST, live_server.url), cwd=tmp_path)

    assert (tmp_path / made.name).read_bytes() == made.path.read_bytes()


def test_the_example_of_a_dump_with_python_checks_it(made: Dump, live_server: LiveServer) -> None:
    run(sys.executable, "-c", example("python", 2).replace(HOST, live_server.url))


def test_the_example_of_a_dump_with_r_names_existing_files(made: Dump) -> None:
    row = next(csv.DictReader(Client().get("/api/v1/dumps/?format=csv").content.decode().split()))

    assert row["url"].endswith(made.url)
    with ZipFile(made.path) as archive:
        assert 'unz("library.zip", "episodes.csv")' in example("r", 2)
        assert "episodes.csv" in archive.namelist()


def test_the_example_of_a_copy_with_python_reports_no_changes(live_server: LiveServer) -> None:
    said = run(sys.executable, "-c", example("python", 3).replace(HOST, live_server.url))

    assert said == "304\n"
