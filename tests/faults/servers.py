"""PostgreSQL and Redis servers of a test, which can be stopped, killed and restarted."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from tests.ports import free_port

STARTS_WITHIN = 60.0


class PostgreSQL:
    """A PostgreSQL cluster in its own folder; root runs it as the user postgres, as required.

    With `host_auth="scram-sha-256"` and a password, logins over TCP need it, as in the official
    image.
    """

    def __init__(self, *, host_auth: str = "trust", password: str = "") -> None:
        found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
        self._binaries = found[-1] if found else Path(shutil.which("pg_ctl") or "").parent
        self._folder = Path(tempfile.mkdtemp(prefix="counterpoint-"))
        if os.getuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self.port = free_port()
        options = ["-U", "postgres", "--auth-local", "trust", "--auth-host", host_auth]
        if password:
            (self._folder / "password").write_text(password)
            (self._folder / "password").chmod(0o644)
            options += ["--pwfile", f"{self._folder}/password"]
        self._run("initdb", "-D", f"{self._folder}/data", *options)
        self.start()

    @property
    def address(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    @property
    def socket_folder(self) -> str:
        """Folder of the socket, where every login is trusted."""
        return str(self._folder)

    def start(self) -> None:
        options = (
            f"-p {self.port} -c listen_addresses=127.0.0.1 "
            f"-c unix_socket_directories={self._folder}"
        )
        self._run(
            "pg_ctl", "-D", f"{self._folder}/data", "-l", f"{self._folder}/log", "-w",
            "-t", str(int(STARTS_WITHIN)), "-o", options, "start",
        )  # fmt: skip

    def stop(self) -> None:
        """Stop immediately, as in a crash: nothing is flushed, and the next start recovers."""
        self._run("pg_ctl", "-D", f"{self._folder}/data", "-m", "immediate", "stop")

    def one(self, query: str) -> int:
        """Return the single number that `query` selects."""
        with psycopg.connect(self.address) as connection:
            row = connection.execute(query).fetchone()  # type: ignore[call-overload]
        return int(row[0])

    def remove(self) -> None:
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_postgres, str(self._binaries / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )


class Redis:
    """A Redis without persistence, so that stopping it loses every message."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(
            ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + STARTS_WITHIN
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
