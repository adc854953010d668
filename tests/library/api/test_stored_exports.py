"""An export of the whole library is made once for each version of the library."""

import gzip
import os
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from library.models import Episode, Segment
from tests.budget import queries
from tests.make import make_assessed

# On PostgreSQL the version of the library changes at the commit.
pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = "/api/v1/segments/export/"


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = replace(settings.DATA, folder=tmp_path)
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")
    return tmp_path / "exports"


def export(client: Client, form: str = "csv", *, encoding: str = "", **asked: str) -> bytes:
    answer = client.get(WHOLE, {"format": form, **asked}, headers={"accept-encoding": encoding})
    assert answer.status_code == 200
    assert answer.get("Content-Encoding", "") == encoding
    assert "Accept-Encoding" in answer["Vary"]
    body = b"".join(answer.streaming_content)
    answer.close()
    return gzip.decompress(body) if encoding else body


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_the_second_download_reads_the_file(client: Client, folder: Path, form: str) -> None:
    made = export(client, form, encoding="gzip")

    assert len(list(folder.iterdir())) == 1
    with queries(2):  # the version, for the conditional response and for the file
        again = export(client, form, encoding="gzip")
    assert made == again == export(client, form)


def test_a_client_without_gzip_gets_the_same_rows(client: Client, folder: Path) -> None:
    made = export(client)

    assert made.startswith(b"episode,show,index")
    assert [gzip.decompress(path.read_bytes()) for path in folder.iterdir()] == [made]
    assert export(client, encoding="gzip") == made


def test_a_change_of_the_library_makes_a_new_export(client: Client) -> None:
    assert b"a-talk" in export(client)
    Episode.objects.get().delete()

    assert b"a-talk" not in export(client)


def test_the_export_without_texts_is_stored_separately(client: Client, folder: Path) -> None:
    whole, short = export(client), export(client, omit="text,phrases")

    assert len(short) < len(whole)
    assert sorted(gzip.decompress(path.read_bytes()) for path in folder.iterdir()) == sorted(
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


def test_a_download_that_stops_early_stores_nothing(client: Client, folder: Path) -> None:
    answer = client.get(WHOLE, {"format": "csv"})
    next(iter(answer.streaming_content))
    answer.close()

    assert list(folder.iterdir()) == []
    assert b"a-talk" in export(client)


def test_an_export_during_a_change_is_not_stored(client: Client, folder: Path) -> None:
    answer = client.get(WHOLE, {"format": "csv"})
    Episode.objects.update(title="Another title")

    assert b"".join(answer.streaming_content)
    assert list(folder.iterdir()) == []


def test_without_a_folder_exports_are_complete(
    client: Client, settings: LazySettings, tmp_path: Path, caplog: Any
) -> None:
    file = tmp_path / "file"
    file.touch()
    settings.DATA = replace(settings.DATA, folder=file)

    assert b"a-talk" in export(client)
    assert "cannot be stored" in caplog.text


def test_a_full_disk_does_not_stop_a_download(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def on_full_device(**_: Any) -> tuple[int, str]:
        folder.mkdir(exist_ok=True)
        return os.open("/dev/full", os.O_WRONLY), str(folder / ".unfinished.part")

    monkeypatch.setattr("tempfile.mkstemp", on_full_device)

    text = " ".join(token_hex(8) for _ in range(20_000))
    Segment.objects.filter(index=1).update(text=text)

    assert text.encode() in export(client)
    assert "No space left" in caplog.text
    assert list(folder.iterdir()) == []


def test_only_the_latest_exports_are_kept(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.exporting.stored_exports.MAX_STORED", 4)
    for number in range(6):
        Episode.objects.update(title=f"Title {number}")
        export(client)

    assert len(list(folder.iterdir())) == 4
