"""Each rule of the release check fails if it is broken, in a small repository."""

import os
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from config.version import VERSION
from tests.paths import ROOT

HASH = "--hash=sha256:" + "0" * 64
FILES = {
    "pyproject.toml": '[project]\nname = "x"\nversion = "1.2.0"\nlicense = "MIT"\n'
    'dependencies = ["django>=5.2,<5.3"]\n[project.optional-dependencies]\ndev = ["ruff>=0.11"]\n',
    "config/version.py": 'VERSION = "1.2.0"\n',
    "CHANGELOG.md": "# Changelog\n\n## [1.2.0] - 2026-01-02\n\n### Added\n\n- Something.\n",
    "LICENSE": "MIT License\n",
    "library/migrations/0001_initial.py": "# one\n",
    "scoring/migrations/0001_initial.py": "# one\n",
    "requirements.txt": f"django==5.2.1 \\\n    {HASH}\n",
    "requirements-dev.txt": f"django==5.2.1 \\\n    {HASH}\nruff==0.12.0 \\\n    {HASH}\n",
    "static/fonts/a.woff2": "font",
    "static/fonts/a-LICENSE.txt": "OFL",
    "docs/screenshots/admin-1440-light.webp": "picture",
    **{
        f"docs/screenshots/{page}-{width}-{scheme}.webp": "picture"
        for page in ("home", "episode", "transcript", "search", "methodology")
        for width in (390, 820, 1440)
        for scheme in ("light", "dark")
    },
}
RULES = ("tree", "version", "changelog", "migrations", "requirements", "licence", "screenshots")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "All")
    return tmp_path


def check(folder: Path, *rules: str) -> subprocess.CompletedProcess[str]:
    environment = {"REPOSITORY": str(folder), "VENV": str(Path(sys.executable).parent)}
    return subprocess.run(
        [str(ROOT / ".ci/release-check"), *rules],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def write(name: str, text: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_text(text)


def replace(name: str, old: str, new: str) -> Callable[[Path], object]:
    return write(name, FILES[name].replace(old, new))


def test_a_ready_repository_passes(small: Path) -> None:
    done = check(small, *RULES)

    assert done.returncode == 0, done.stdout
    assert [line.split() for line in done.stdout.splitlines()[:-1]] == [[r, "ok"] for r in RULES]


@pytest.mark.parametrize(
    ("rule", "broken"),
    [
        ("tree", write("left.txt", "x")),
        ("version", replace("pyproject.toml", "1.2.0", "1.3.0")),
        ("version", write("config/version.py", 'VERSION = "1.1.0"\n')),
        ("version", replace("CHANGELOG.md", "[1.2.0] - 2026-01-02", "[Unreleased]")),
        ("changelog", replace("CHANGELOG.md", "## [1", "## [Unreleased]\n\n### Added\n\n## [1")),
        ("changelog", write("CHANGELOG.md", "## [1.2.0] - 2026-01-02\n- A.\n## [Unreleased]\n")),
        ("migrations", write("library/migrations/0002_more.py", "# two\n")),
        ("requirements", write("requirements.txt", "django==5.2.1\n")),
        ("requirements", replace("requirements.txt", "5.2.1", "5.1.0")),
        ("requirements", replace("requirements-dev.txt", "ruff", "black")),
        ("licence", write("LICENSE", "All rights reserved\n")),
        ("licence", lambda folder: (folder / "static/fonts/a-LICENSE.txt").unlink()),
        ("screenshots", lambda folder: (folder / "docs/screenshots/home-390-dark.webp").unlink()),
        ("schema", write("manage.py", "raise SystemExit(1)\n")),
        ("deploy", write("manage.py", "raise SystemExit(1)\n")),
        ("filled", write("tests.txt", "there is no such test here")),
        ("no_such_rule", write("left.txt", "x")),
    ],
)  # fmt: skip
def test_a_broken_rule_fails_with_a_message(
    small: Path, rule: str, broken: Callable[[Path], object]
) -> None:
    broken(small)

    done = check(small, rule)

    assert done.returncode == 1
    assert done.stdout.split()[:2] == [rule, "failed"]
    assert "1 failed." in done.stdout


@pytest.mark.parametrize(
    ("change", "passes"),
    [
        (write("library/migrations/0002_more.py", "# two\n"), True),
        (write("library/migrations/0001_initial.py", "# other\n"), False),
        (lambda folder: (folder / "scoring/migrations/0001_initial.py").unlink(), False),
    ],
)
def test_once_released_migrations_are_added_and_never_changed(
    small: Path, change: Callable[[Path], object], passes: bool
) -> None:
    git(small, "tag", "v1.2.0")
    change(small)
    git(small, "add", "-A")
    git(small, "commit", "-qm", "Change")

    assert (check(small, "migrations").returncode == 0) is passes


def test_version_and_requirements_are_consistent() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert project["version"] == VERSION
    assert check(ROOT, "requirements", "licence", "screenshots", "migrations").returncode == 0
