"""SQLite with many writers and readers."""

import os
import subprocess
import sys
from pathlib import Path

from tests.paths import ROOT

LOAD = "from tests.library.db.sqlite_load import load; print(load(3))"


def test_concurrent_readers_and_writers_get_no_locked_database_error(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'library.sqlite3'}",
        "REDIS_URL": "",
        "DEBUG": "true",
        "PAGE_CACHE_SECONDS": "0",
        "ALLOWED_HOSTS": "testserver",
        "LOG_LEVEL": "CRITICAL",
    }

    def run(*command: str) -> str:
        return subprocess.run(
            [sys.executable, *command],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        ).stdout

    run("manage.py", "migrate", "--verbosity", "0")
    found = run("manage.py", "shell", "-c", LOAD)

    assert "errors=Counter()" in found, found
    assert "writes=0" not in found
