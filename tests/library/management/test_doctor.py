"""`manage.py doctor` on deployments with and without faults."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import StringIO
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django_otp.plugins.otp_totp.models import TOTPDevice

from library.pages.status import configuration, machine
from library.pages.status.line import State, Status
from tests.make import make_account, make_episode
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sound(settings: LazySettings, tmp_path: Path) -> None:
    """A deployment with a backup, a host name, a database role and an account of an editor."""
    (tmp_path / "library.dump").write_bytes(b"PGDMP")
    settings.DATA = replace(settings.DATA, backups=tmp_path, folder=None)
    settings.ALLOWED_HOSTS = ["library.example.org", "localhost"]
    make_account("edna", "Editor")
    if connection.vendor == "postgresql":
        # Ends with the transaction of the test.
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE sound_site")
            cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO sound_site")
            cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO sound_site")
            cursor.execute("SET LOCAL ROLE sound_site")


def make_superuser() -> User:
    return User.objects.create_superuser("root")


def doctor(**options: int) -> tuple[str, str]:
    """Return the output of the command and its error, or '' if there is none."""
    out = StringIO()
    try:
        call_command("doctor", stdout=out, **options)
    except CommandError as error:
        return out.getvalue(), str(error)
    return out.getvalue(), ""


def test_doctor_reports_no_faults_for_a_healthy_deployment() -> None:
    assert doctor() == ("All systems normal.\n", "")


def test_doctor_reports_only_missing_migrations_without_tables() -> None:
    MigrationRecorder(connection).migration_qs.all().delete()

    said, error = doctor()

    assert said == ""
    names = r"\S+, \S+, \S+ and \d+ more"
    assert re.fullmatch(
        f"The database is not ready. Not applied: {names}. Run “manage.py migrate”.", error
    )


def test_every_check_can_be_printed() -> None:
    told, error = doctor(verbosity=2)

    assert error == ""
    assert "✓ Services, Migrations: All applied." in told
    assert "✓ Settings, Hosts: library.example.org, localhost." in told


FAULTS = [
    "hosts", "all hosts", "proxies", "no backup", "no folder", "static",
    "debug", "account", "score", "mail",
]  # fmt: skip


@pytest.fixture(params=FAULTS)
def fault(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Path) -> Iterator[str]:
    """Cause one problem, and return the message that the command must print."""
    if request.param == "hosts":
        settings.ALLOWED_HOSTS = ["localhost"]
        yield "✕ Settings, Hosts: Readers cannot reach the site: ALLOWED_HOSTS"
    elif request.param == "all hosts":
        settings.ALLOWED_HOSTS = ["*"]
        yield "! Settings, Hosts: ALLOWED_HOSTS allows every host name."
    elif request.param == "proxies":
        settings.SECURE_SSL_REDIRECT, settings.PROXIES = True, 0
        yield "! Settings, Proxies: PROXIES is 0, but the site needs a proxy for HTTPS."
    elif request.param == "no backup":
        (tmp_path / "library.dump").unlink()
        yield "✕ Machine, Last backup: No backups in"
    elif request.param == "no folder":
        settings.DATA = replace(settings.DATA, backups=tmp_path / "away")
        yield f"✕ Machine, Last backup: Unknown: {tmp_path}/away does not exist."
    elif request.param == "static":
        settings.STATIC_ROOT = tmp_path / "static"
        backend = "whitenoise.storage.CompressedManifestStaticFilesStorage"
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
        yield "are not collected, so pages fail. Run “manage.py collectstatic --noinput”"
    elif request.param == "debug":
        settings.DEBUG = True
        yield "! Machine, Mode: DEBUG is on"
    elif request.param == "mail":
        port = free_port()
        settings.EMAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "set", "127.0.0.1", port
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        yield f"✕ Settings, E-mail: 127.0.0.1:{port} does not accept messages (ConnectionRefusedErr"
    elif request.param == "account":
        make_superuser()
        yield "! Settings, Accounts: Superusers without a second factor: root."
    else:
        make_episode(publish=False)
        yield "! The library, Unscored episodes: 1 with a transcript but no score."


def test_each_fault_is_reported_on_one_line_and_fails(fault: str) -> None:
    told, error = doctor()

    assert fault in told
    assert len(told.splitlines()) == 1
    assert error in {"1 failed, 0 need attention.", "0 failed, 1 need attention."}


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (machine.last_backup, "Unknown: {} cannot be read by this process (user 1234)."),
        (machine.disk, "{} cannot be written by this process (user 1234)."),
    ],
)
def test_folders_without_permission_are_named(
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    check: Callable[..., Status],
    text: str,
) -> None:
    # Root may read and write everything.
    monkeypatch.setattr(os, "access", lambda path, mode: False)
    monkeypatch.setattr(os, "getuid", lambda: 1234)
    arguments = {"folder": tmp_path} if check is machine.disk else {}

    assert check(**arguments) == Status(State.FAILED, text.format(tmp_path))


def test_the_account_check_passes_with_a_second_factor() -> None:
    TOTPDevice.objects.create(user=make_superuser(), confirmed=True)

    assert configuration.accounts().text == "Every superuser has a second factor."


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no roles")
def test_a_database_superuser_is_reported() -> None:
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")

    said, error = doctor()

    assert (
        "! Settings, Database role: The site connects to PostgreSQL as postgres, a superuser."
        in said
    )
    assert error == "0 failed, 1 need attention."


def test_missing_accounts_are_named() -> None:
    User.objects.update(is_active=False)

    assert "Nobody can sign in." in doctor()[0]
