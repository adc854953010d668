"""The Dockerfile makes the same image from the same commit, as far as that needs no engine."""

import hashlib
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.paths import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", "")
STEPS = re.findall(r"^(\w+) (.+)$", DOCKERFILE, re.MULTILINE)


def stage_of(name: str) -> list[tuple[str, str]]:
    """Return the instructions of the stage `name`."""
    start = STEPS.index(("FROM", f"${{BASE}} AS {name}"))
    end = next(n for n in range(start + 1, len(STEPS)) if STEPS[n][0] == "FROM")
    return STEPS[start + 1 : end]


def copy_as_the_image(folder: Path) -> None:
    """Copy what the stage `files` copies, each file as new as its copy."""
    for name, arguments in stage_of("files"):
        if name == "COPY" and not arguments.startswith("--from"):
            for source in arguments.split()[:-1]:
                if (ROOT / source).is_dir():
                    ignore = shutil.ignore_patterns("__pycache__")
                    shutil.copytree(
                        ROOT / source, folder / source, ignore=ignore, copy_function=shutil.copy
                    )
                else:
                    (folder / source).parent.mkdir(exist_ok=True)
                    shutil.copy(ROOT / source, folder / source)


def run_as_the_image(folder: Path) -> None:
    """Run the RUN of the stage `files` with its ENV."""
    (variables,) = (arguments for name, arguments in stage_of("files") if name == "ENV")
    (command,) = (arguments for name, arguments in stage_of("files") if name == "RUN")
    environment = dict(item.split("=") for item in variables.split())
    command = command.replace("/venv/bin/python", shlex.quote(sys.executable))
    inherited = {"PATH": os.environ["PATH"], "DEFAULT_SCORER": "stance"}
    subprocess.run(command, shell=True, check=True, cwd=folder, env={**inherited, **environment})


def digests(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.mark.worker
def test_two_builds_have_the_same_files(tmp_path: Path) -> None:
    built = []
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        copy_as_the_image(tmp_path / name)
        run_as_the_image(tmp_path / name)
        built.append(digests(tmp_path / name))
        time.sleep(1)  # so that the times differ

    assert built[0] == built[1]
    kinds = {Path(name).suffix for name in built[0]}
    assert {".pyc", ".gz", ".json"} <= kinds


def test_packages_are_wheels_with_known_hashes_and_leave_no_cache() -> None:
    (command,) = (arguments for name, arguments in stage_of("build") if name == "RUN")

    for option in ("--require-hashes", "--only-binary :all:", "--no-compile", "--no-cache-dir"):
        assert option in command


def test_every_stage_has_the_base_that_a_release_pins() -> None:
    bases = {arguments.split()[0] for name, arguments in STEPS if name == "FROM"}

    assert bases == {"${BASE}"}
    assert STEPS[0] == ("ARG", "BASE=python:3.13-slim")


def test_the_image_runs_as_an_unprivileged_user() -> None:
    last = STEPS[max(n for n, (name, _) in enumerate(STEPS) if name == "FROM") :]

    assert ("USER", "10001:10001") in last
    assert "useradd" not in DOCKERFILE.replace("Not useradd", "")
