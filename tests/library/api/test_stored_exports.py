"""An export of the whole library is made once for each version of the library."""

import fcntl
import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from threading import Barrier
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test import Client

from library.exporting.tables import csv_chunks
from library.models import Episode, Segment
from tests.budget import queries
from tests.make import create_token, make_account, make_assessed

# On PostgreSQL the version of the library changes at the commit.
pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = "/api/v1/segments/export/"


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = replace(settings.DATA, folder=tmp_path)
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")
    return tmp_path / "exports"


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != ".lock"]


def export(client: Client, form: str = "csv", *, encoding: str = "", **asked: str) -> bytes:
    answer = client.get(WHOLE, {"format": form, **asked}, headers={"accept-encoding": encoding})
    assert answer.status_code == 200
    assert answer.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in answer["Vary"]
    body = b"".join(answer.streaming_content)
    answer.close()
    return gzip.decompress(body) if encoding else body


def export_and_disconnect() -> bytes:
    try:
        return export(Client())
    finally:
        connection.close()


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_second_download_reads_the_file(client: Client, folder: Path, form: str) -> None:
    made = export(client, form, encoding="gzip")

    assert len(stored(folder)) == 1
    with queries(2):  # the version, for the conditional response and for the file
        again = export(client, form, encoding="gzip")
    assert made == again == export(client, form)


def test_a_client_without_gzip_gets_the_same_rows(client: Client, folder: Path) -> None:
    made = export(client)

    assert made.startswith(b"episode,show,index")
    assert [gzip.decompress(path.read_bytes()) for path in stored(folder)] == [made]
    assert export(client, encoding="gzip") == made


def test_a_change_of_the_library_makes_a_new_export(client: Client) -> None:
    assert b"a-talk" in export(client)
    Episode.objects.get().delete()

    assert b"a-talk" not in export(client)


def test_the_export_without_texts_is_stored_separately(client: Client, folder: Path) -> None:
    whole, short = export(client), export(client, omit="text,phrases")

    assert len(short) < len(whole)
    assert sorted(gzip.decompress(path.read_bytes()) for path in stored(folder)) == sorted(
        [whole, short]
    )
    assert export(client, omit="phrases,text") == short


def test_links_have_the_host_of_the_request(client: Client, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    export(client)

    answer = client.get(WHOLE, {"format": "csv"}, headers={"host": "other.example"})

    assert b"http://other.example/" in b"".join(answer.streaming_content)


@pytest.mark.parametrize("asked", [{"show": "test-show"}, {"omit": "text"}, {"score_min": "-100"}])
def test_other_exports_are_not_stored(client: Client, folder: Path, asked: dict[str, str]) -> None:
    answer = client.get(WHOLE, {"format": "csv", **asked})

    assert b"".join(answer.streaming_content)
    assert not folder.exists()


def test_links_have_the_address_of_the_site(client: Client, settings: LazySettings) -> None:
    settings.DATA = replace(settings.DATA, address="https://library.example")

    assert b"https://library.example/episodes/a-talk/" in export(client)


def test_a_304_frees_the_client_for_its_next_export(client: Client, settings: LazySettings) -> None:
    etag = client.get(WHOLE, {"format": "csv"})["ETag"]
    settings.WORK_SECONDS = 12

    for _ in range(2):
        unchanged = client.get(WHOLE, {"format": "csv"}, headers={"if-none-match": etag})
        assert unchanged.status_code == 304
    assert client.get(WHOLE, {"format": "csv"}).status_code == 200


def test_a_download_that_stops_early_has_stored_the_export(client: Client, folder: Path) -> None:
    answer = client.get(WHOLE, {"format": "csv"})
    answer.close()

    assert len(stored(folder)) == 1
    with queries(2):
        export(client)


def test_a_download_outlives_the_deletion_of_its_file(client: Client, folder: Path) -> None:
    answer = client.get(WHOLE, {"format": "csv"})
    for path in stored(folder):
        path.unlink()

    assert b"a-talk" in b"".join(answer.streaming_content)


def test_an_export_during_a_change_is_not_stored(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*given: Any, **named: Any) -> Any:
        Episode.objects.update(title="Another title")
        return csv_chunks(*given, **named)

    monkeypatch.setattr("library.api.renderers.csv_chunks", changed)

    assert b"a-talk" in export(client)
    assert stored(folder) == []


def test_only_one_export_is_written_at_a_time(client: Client, folder: Path) -> None:
    export(client)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = client.get(WHOLE, {"format": "jsonl"})
        assert b"a-talk" in export(client)  # this one is already written

    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 10
    assert b"a-talk" in export(client, "jsonl")


def test_clients_at_the_same_time_write_the_export_once(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, written = Barrier(2, timeout=20), list[int]()

    def slowly(*given: Any, **named: Any) -> Any:
        written.append(1)
        started.wait()
        started.wait()
        return csv_chunks(*given, **named)

    monkeypatch.setattr("library.api.renderers.csv_chunks", slowly)
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(export_and_disconnect)
        started.wait()
        second = client.get(WHOLE, {"format": "csv"})
        started.wait()

        assert second.status_code == 429
        assert first.result() == export(client)
    assert written == [1]


def test_an_export_that_fails_lets_the_client_start_again(
    client: Client, folder: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WORK_SECONDS = 12
    with monkeypatch.context() as context:
        context.setattr("library.api.renderers.csv_chunks", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.get(WHOLE, {"format": "csv"})

    assert stored(folder) == []
    assert b"a-talk" in export(client)


@pytest.mark.parametrize("place", ["none", "file"])
def test_without_a_folder_a_complete_export_requires_a_token(
    client: Client,
    settings: LazySettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
) -> None:
    file = tmp_path / "file"
    file.touch()
    settings.DATA = replace(settings.DATA, folder=None if place == "none" else file)
    assert b"a-talk" in export(client)

    monkeypatch.setattr("library.api.views.exports.MAX_ROWS", 0)
    _, secret = create_token(make_account("edna", "Editor"))
    refused = client.get(WHOLE)
    allowed = client.get(WHOLE, headers={"authorization": f"Bearer {secret}"})

    assert refused.status_code == 400
    assert "cannot store exports" in refused.json()["detail"]
    assert b"a-talk" in b"".join(allowed.streaming_content)


def test_a_full_disk_does_not_stop_a_small_export(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def on_full_device(**_: Any) -> tuple[int, str]:
        return os.open("/dev/full", os.O_WRONLY), str(folder / ".unfinished.part")

    monkeypatch.setattr("tempfile.mkstemp", on_full_device)

    text = " ".join(token_hex(8) for _ in range(20_000))
    Segment.objects.filter(index=1).update(text=text)

    assert text.encode() in export(client)
    assert "No space left" in caplog.text
    assert stored(folder) == []


def test_only_the_latest_exports_are_kept(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.exporting.stored_exports.MAX_STORED", 4)
    for number in range(6):
        Episode.objects.update(title=f"Title {number}")
        export(client)

    assert len(stored(folder)) == 4
