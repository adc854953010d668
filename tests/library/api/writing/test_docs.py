"""The examples of docs/api.md that write are run against a served library."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from pytest_django.live_server_helper import LiveServer

from library.models import Episode, Scope, Transcript
from scoring.models import Assessment
from tests.library.api.writing.ask import Program
from tests.make import create_token, make_account
from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
TEXT = (ROOT / "docs" / "api.md").read_text()
WRITING = TEXT[TEXT.index("\n## Writing\n") : TEXT.index("\n## Errors\n")]
HOST = "http://127.0.0.1:8000"


@pytest.fixture
def token() -> str:
    call_command("load_sample")
    return create_token(make_account("edna", "Editor"))[1]


def run(language: str, *command: str, server: LiveServer, token: str, cwd: Path) -> str:
    found = re.search(rf"```{language}\n(.*?)```", WRITING, re.DOTALL)
    assert found
    shutil.copy(settings.CONTENT_DIR / "sample" / "bread-and-benchmarks.vtt", cwd / "talk.vtt")
    written = found.group(1).replace(HOST, server.url)
    done = subprocess.run(
        [*command, written], capture_output=True, text=True, timeout=60, cwd=cwd,
        env={"TOKEN": token, "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_examples_with_curl_and_then_python_run(
    live_server: LiveServer, token: str, tmp_path: Path
) -> None:
    said = run("sh", "sh", "-ec", server=live_server, token=token, cwd=tmp_path)

    assert '"dry_run":true' in said
    episode = Episode.objects.get(slug="a-talk")
    assert Transcript.objects.get(episode=episode).source_name == "talk.vtt"

    said = run("python", sys.executable, "-c", server=live_server, token=token, cwd=tmp_path)

    assert said.splitlines() == ["What was said, in a sentence.", "done []", "draft risk-forward"]
    assert Assessment.objects.editorial().get(episode=episode).status == "draft"


def test_the_example_with_r_runs_or_its_request_succeeds(
    live_server: LiveServer, token: str, tmp_path: Path
) -> None:
    if shutil.which("Rscript"):
        run("r", "Rscript", "-e", server=live_server, token=token, cwd=tmp_path)
    else:
        show = re.search(r'show = "([^"]+)"', WRITING)
        titles = re.search(r"title = c\(([^)]*)\)", WRITING)
        assert show
        assert titles
        for title in json.loads(f"[{titles.group(1)}]"):
            said = {"title": title, "show": show.group(1)}
            answer = Program(token).ask("post", "/drafts/", said, idempotency_key=title[:5])
            assert answer.status_code == 201

    assert Episode.objects.filter(slug__in=["first-talk", "second-talk"]).count() == 2


def test_every_scope_and_kind_is_named() -> None:
    for name in [*Scope.values, *Transcript.Kind.values]:
        assert f"`{name}`" in WRITING
