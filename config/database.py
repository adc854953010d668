"""Database settings from DATABASE_URL; the default is an SQLite file."""

from pathlib import Path
from typing import Any

import environ


def read(env: environ.Env, folder: Path) -> dict[str, Any]:
    """Return the database settings, and create `folder` if SQLite is used."""
    # Compose files can pass an empty DATABASE_URL.
    url = env.str("DATABASE_URL", default="") or f"sqlite:///{folder / 'db.sqlite3'}"
    config: dict[str, Any] = env.db_url_config(url)
    if config["ENGINE"] == "django.db.backends.sqlite3":
        folder.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = {
            # Take the write lock when a transaction starts, so that the transaction cannot fail
            # halfway because the lock is taken. In WAL mode, readers do not wait for writers.
            "transaction_mode": "IMMEDIATE",
            # Seconds to wait for a lock. SQLite does not queue writers, so some of them can wait a
            # long time on a busy machine.
            "timeout": 60,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
        return config
    config["CONN_HEALTH_CHECKS"] = True
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=60)
    return config
