"""A library restored from a backup, with the commands of docs/deploy.md, is identical."""

import subprocess
from pathlib import Path

import pytest
from django.db import connection

from library.models import Episode
from tests.make import make_assessed
from tests.worker.processes import database_address, manage

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]


def test_a_restored_library_has_the_same_checksum(tmp_path: Path) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}")
    dump = str(tmp_path / "library.dump")
    restored = f"{connection.settings_dict['NAME']}_restored"
    before = manage("library_checksum")
    subprocess.run(["pg_dump", "--format=custom", f"--file={dump}", database_address()], check=True)
    Episode.objects.filter(slug="talk-1").update(title="Changed after the backup")
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{restored}"')
        cursor.execute(f'CREATE DATABASE "{restored}"')
    try:
        subprocess.run(
            ["pg_restore", "--no-owner", f"--dbname={database_address(restored)}", dump], check=True
        )
        after = manage("library_checksum", DATABASE_URL=database_address(restored))
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE "{restored}"')

    assert after == before
    assert "rows" in before
    assert manage("library_checksum") != before
