"""The scan finds secrets in a test file, and none in this repository."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import ROOT

# Put together here, so that this file holds none.
SECRETS = {
    "a private key": "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIEpAIBAAKCAQEA\n",
    "a key of AWS": "aws = AKIA" + "Z7QW3RTYU5OPLKJH\n",
    "a password in an address": "url = 'postgres://owner:" + "k3Jx9vQz@db.internal/library'\n",
    "a password in code": "password = '" + "k3Jx9vQzT4'\n",
}


def scan(*files: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(ROOT / ".ci/secrets"), *map(str, files)],
        env={**os.environ, "VENV": str(Path(sys.executable).parent)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_file_with_a_secret_is_reported(tmp_path: Path, secret: str) -> None:
    (tmp_path / "clean.py").write_text("answer = 42\n")
    (tmp_path / "settings.py").write_text(f"# Settings.\n{secret}")

    done = scan(tmp_path / "clean.py", tmp_path / "settings.py")

    assert done.returncode == 1
    assert "settings.py:2" in done.stdout
    assert "clean.py" not in done.stdout


def test_marked_lines_pass(tmp_path: Path) -> None:
    marked = SECRETS["a password in code"].rstrip() + "  # pragma: allowlist secret\n"
    (tmp_path / "settings.py").write_text(marked)

    assert scan(tmp_path / "settings.py").returncode == 0


def test_no_tracked_file_has_a_secret() -> None:
    done = scan()

    assert (done.returncode, done.stdout, done.stderr) == (0, "No secrets.\n", "")
