"""The site runs as the role that config/postgres/ makes, which is no superuser."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest

from tests.faults.servers import PostgreSQL, Redis
from tests.paths import ROOT
from tests.ports import free_port
from tests.worker.processes import manage, running
from tests.worker.test_processes import answers, wait_for

pytestmark = pytest.mark.worker

PASSWORD = "only-for-this-test"  # pragma: allowlist secret
SCRIPTS = sorted((ROOT / "config" / "postgres").glob("*.sql"))
ASSESS = "from scoring.tasks import assess_waiting as a; a.delay()"
SCORED = "SELECT count(*) FROM scoring_assessment"
VERSION = "SELECT value FROM library_libraryversion"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgreSQL]:
    """A server that the scripts have prepared, run as by the official image of PostgreSQL."""
    server = PostgreSQL(host_auth="scram-sha-256", password=PASSWORD)
    try:
        for script in SCRIPTS:
            subprocess.run(
                ["psql", "-h", server.socket_folder, "-p", str(server.port), "-U", "postgres",
                 "-v", "ON_ERROR_STOP=1", "--no-psqlrc", "-d", "postgres", "-f", str(script)],
                env={**os.environ, "POSTGRES_PASSWORD": PASSWORD}, check=True,
            )  # fmt: skip
        yield server
    finally:
        server.remove()


def address(server: PostgreSQL, user: str, database: str = "counterpoint") -> str:
    return f"postgres://{user}:{PASSWORD}@127.0.0.1:{server.port}/{database}"


def test_the_superuser_cannot_log_in_over_the_network(server: PostgreSQL) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address(server, "postgres", "postgres"))


@pytest.mark.parametrize(
    "statement",
    [
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "SELECT pg_read_file('/etc/passwd')",
        "CREATE ROLE another",
        "CREATE DATABASE another",
        "ALTER ROLE counterpoint SUPERUSER",
    ],
)
def test_the_site_role_cannot_run_privileged_statements(server: PostgreSQL, statement: str) -> None:
    with (
        psycopg.connect(address(server, "counterpoint"), autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)  # type: ignore[call-overload]


def test_the_site_role_can_migrate_serve_and_score(server: PostgreSQL, tmp_path: Path) -> None:
    redis, port = Redis(), free_port()
    site = f"http://127.0.0.1:{port}"
    settings = {
        "DATABASE_URL": address(server, "counterpoint"),
        "REDIS_URL": redis.address,
        "CELERY_QUEUE": "test-role",
    }
    web = ("gunicorn", "--config", "python:config.gunicorn", "config.wsgi")
    worker = ("celery", "-A", "config", "worker", "--concurrency", "1")
    try:
        manage("migrate", "--noinput", **settings)
        manage("load_sample", **settings)
        manage("check", "--database", "default", **settings)
        with (
            psycopg.connect(settings["DATABASE_URL"], autocommit=True) as database,
            running(*web, log=tmp_path / "web", BIND=f"127.0.0.1:{port}", **settings),
            running(*worker, log=tmp_path / "worker", **settings),
        ):
            before = database.execute(VERSION).fetchone()
            database.execute("TRUNCATE scoring_assessment CASCADE")
            wait_for(lambda: answers(f"{site}/"))
            manage("shell", "-v", "0", "-c", ASSESS, **settings)
            wait_for(lambda: database.execute(SCORED).fetchone() != (0,))
            assert database.execute(VERSION).fetchone() != before
            assert httpx.get(f"{site}/search/?q=model").status_code == 200
            assert answers(f"{site}/readyz")
    finally:
        redis.stop()
