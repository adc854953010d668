"""The database: SQLite in a file of its own, or what DATABASE_URL names."""

from pathlib import Path
from typing import Any

import environ


def read(env: environ.Env, folder: Path) -> dict[str, Any]:
    """Return the settings of the database; `folder` is made where SQLite keeps its file there."""
    # An empty address, as compose files pass on, is none.
    address = env.str("DATABASE_URL", default="") or f"sqlite:///{folder / 'db.sqlite3'}"
    chosen: dict[str, Any] = env.db_url_config(address)
    if chosen["ENGINE"] == "django.db.backends.sqlite3":
        folder.mkdir(parents=True, exist_ok=True)
        chosen["OPTIONS"] = {
            # Writers queue for the lock when their transaction starts, not in the middle of it,
            # and readers never wait for them.
            "transaction_mode": "IMMEDIATE",
            "timeout": 30,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return chosen
    chosen["CONN_HEALTH_CHECKS"] = True
    chosen["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    return chosen
