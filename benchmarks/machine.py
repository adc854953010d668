"""The machine and the commit of a benchmark run."""

import os
import platform
import subprocess
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[1]


def machine() -> dict[str, str | int]:
    with connection.cursor() as cursor:
        query = (
            "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
        )
        cursor.execute(query)
        (database,) = cursor.fetchone()
    return {
        "processor": _processor(),
        "cores": os.cpu_count() or 0,
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "database": f"{connection.vendor} {str(database).split()[0]}",
    }


def commit() -> str:
    """Return the current commit, with a plus sign if the working tree has changes."""
    name = _git("rev-parse", "--short=12", "HEAD")
    changed = _git("status", "--porcelain", "--", ".", ":!benchmarks/report.*")
    return f"{name}+" if changed else name


def _git(*arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
