"""A worker writes the export of the library that a client requests from web."""

from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

from tests.make import make_assessed
from tests.worker.test_worker import wait_for, workers

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]
WHOLE = "/api/v1/segments/export/?format=csv"


def test_the_export_is_ready_after_a_worker_has_written_it(
    client: Client, settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUMP_DIR", str(tmp_path))
    settings.DATA = replace(settings.DATA, folder=tmp_path)
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")

    assert client.get(WHOLE).status_code == 429
    with workers():
        wait_for(lambda: client.get(WHOLE).status_code == 200)

    assert b"a-talk" in b"".join(client.get(WHOLE).streaming_content)
