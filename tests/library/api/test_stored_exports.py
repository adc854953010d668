"""An export of the whole library is written once for each version of the library."""

import fcntl
import gzip
import json
import os
import time
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.http import http_date

from library.exporting.tables import csv_chunks
from library.http.content_version import variant
from library.models import Episode, LibraryVersion, Segment
from library.tasks import write_export
from tests.budget import queries
from tests.make import create_token, make_account, make_assessed

# On PostgreSQL the version of the library changes at the commit.
pytestmark = pytest.mark.django_db(transaction=True)
WHOLE = "/api/v1/segments/export/"


@pytest.fixture(autouse=True)
def folder(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA = replace(settings.DATA, folder=tmp_path)
    settings.PAGE_CACHE_SECONDS = 60
    monkeypatch.setattr("library.tasks.EXPORT_PAUSE", 0)
    make_assessed("A talk")
    return tmp_path / "exports"


@pytest.fixture
def sent(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """The messages to workers, as in production; no request waits for a worker."""
    messages = list[tuple[Any, ...]]()
    monkeypatch.setattr("library.tasks.send", lambda task, calls: messages.extend(calls))
    monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 0)
    settings.CELERY_TASK_ALWAYS_EAGER = False
    return messages


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


def test_without_the_address_of_the_site_links_are_relative(
    client: Client, folder: Path, settings: LazySettings
) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]

    assert b",/episodes/a-talk/transcript/#s1" in export(client)
    assert client.get(WHOLE, headers={"host": "other.example:81"}).status_code == 200
    assert len(stored(folder)) == 1


@pytest.mark.parametrize("asked", [{"show": "test-show"}, {"omit": "text"}, {"score_min": "-100"}])
def test_other_exports_are_not_stored(client: Client, folder: Path, asked: dict[str, str]) -> None:
    answer = client.get(WHOLE, {"format": "csv", **asked})

    assert b"".join(answer.streaming_content)
    assert not folder.exists()


def test_links_have_the_address_of_the_site(client: Client, settings: LazySettings) -> None:
    settings.DATA = replace(settings.DATA, address="https://library.example")

    assert b"https://library.example/episodes/a-talk/" in export(client)


@pytest.mark.parametrize("condition", ["etag", "date"])
def test_a_304_frees_the_client_for_its_next_export(
    client: Client, settings: LazySettings, condition: str
) -> None:
    LibraryVersion.objects.update(changed_at=time.time() - 60)
    answer = client.get(WHOLE, {"format": "csv"})
    headers = {
        "etag": {"if-none-match": answer["ETag"]},
        "date": {"if-modified-since": answer["Last-Modified"]},
    }[condition]
    settings.WORK_SECONDS = 12

    for _ in range(2):
        assert client.get(WHOLE, {"format": "csv"}, headers=headers).status_code == 304
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


def test_a_worker_writes_the_export_that_a_client_requests(
    client: Client, folder: Path, sent: list[tuple[Any, ...]]
) -> None:
    with queries(4):  # the version, for the conditional response and for the file
        for _ in range(2):
            early = client.get(WHOLE, {"format": "csv", "omit": "text,phrases"})
            assert early.status_code == 429
            assert int(early["Retry-After"]) >= 10
    assert sent == [("csv", False, variant())]
    assert not folder.exists()

    assert write_export(*json.loads(json.dumps(sent[0])))
    assert b"a-talk" in export(client, omit="text,phrases")


def test_the_export_has_the_version_of_the_time_when_it_is_written(
    client: Client, sent: list[tuple[Any, ...]]
) -> None:
    assert client.get(WHOLE).status_code == 429
    make_assessed("Another talk")

    assert write_export(*sent[0])
    assert b"another-talk" in export(client)


def test_a_worker_of_another_release_writes_the_requested_file(
    client: Client, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(WHOLE).status_code == 429

    with monkeypatch.context() as context:
        context.setattr("library.http.content_version.release", lambda: "another")
        assert write_export(*sent[0])
    assert b"a-talk" in export(client)


def test_a_client_waits_for_its_export(
    client: Client, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 60)
    monkeypatch.setattr("library.tasks.sleep", lambda seconds: write_export(*sent[0]))

    assert b"a-talk" in export(client)


def test_only_one_client_waits_at_a_time(
    client: Client, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 60)
    others = list[int]()

    def sleep(seconds: float) -> None:
        others.append(Client().get(WHOLE).status_code)
        write_export(*sent[0])

    monkeypatch.setattr("library.tasks.sleep", sleep)

    assert b"a-talk" in export(client)
    assert others == [429]
    assert len(sent) == 1


def test_a_client_that_waits_requests_its_export_after_the_pause(
    client: Client, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get(WHOLE, {"format": "csv"}).status_code == 429
    monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 60)
    # First another client's export is written, and then the pause ends.
    monkeypatch.setattr("library.tasks.sleep", lambda seconds: write_export(*sent[-1]))

    assert b"a-talk" in export(client, "jsonl")
    assert [message[0] for message in sent] == ["csv", "jsonl"]


def test_the_pause_after_an_export_is_five_times_as_long_as_it_took(
    client: Client,
    folder: Path,
    sent: list[tuple[Any, ...]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client.get(WHOLE, {"format": "csv"})
    pauses = list[int]()
    monkeypatch.setattr("library.tasks.EXPORT_PAUSE", 1)
    monkeypatch.setattr(
        "library.tasks.cache.set", lambda key, value, seconds: pauses.append(seconds)
    )
    clock = iter([100.0, 140.0, 200.0, 300.0, 300.1])
    monkeypatch.setattr("library.tasks.monotonic", lambda: next(clock))

    assert write_export(*sent[0])
    assert not write_export(*sent[0])  # there is a file now
    next(iter(stored(folder))).unlink()
    assert write_export(*sent[0])
    assert pauses == [200, 1, 1]


def test_the_pause_after_a_failure_is_as_long(
    client: Client, sent: list[tuple[Any, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(WHOLE, {"format": "csv"})
    clock = iter([100.0, 140.0])
    with monkeypatch.context() as context:
        context.setattr("library.tasks.monotonic", lambda: next(clock))
        context.setattr("library.exporting.stored_exports.csv_chunks", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            write_export(*sent[0])

    assert client.get(WHOLE, {"format": "csv"}).status_code == 429
    assert len(sent) == 1


def test_with_a_token_an_export_that_is_not_stored_is_streamed_and_requested(
    client: Client, folder: Path, sent: list[tuple[Any, ...]]
) -> None:
    _, secret = create_token(make_account("edna", "Editor"))

    answer = client.get(WHOLE, headers={"authorization": f"Bearer {secret}"})

    assert b"a-talk" in b"".join(answer.streaming_content)
    assert not folder.exists()
    assert len(sent) == 1


@pytest.mark.parametrize(
    ("path", "status"),
    [
        *((f"{WHOLE}?episode=nope", 404), (f"{WHOLE}?fields=zzz", 400)),
        *((f"{WHOLE}?score_min=abc", 400), ("/api/v1/episodes/nope/segments/export/", 404)),
    ],
)
def test_a_condition_hides_no_error(client: Client, path: str, status: int) -> None:
    LibraryVersion.objects.update(changed_at=time.time() - 60)

    for headers in ({"if-modified-since": http_date(time.time())}, {"if-none-match": "*"}):
        assert client.get(path, headers=headers).status_code == status


@pytest.mark.parametrize("path", [WHOLE, f"{WHOLE}?band=mixed"])
def test_a_304_of_any_export_frees_the_client(
    client: Client, settings: LazySettings, path: str
) -> None:
    settings.WORK_SECONDS = 12
    for _ in range(2):
        assert client.get(path, headers={"if-none-match": "*"}).status_code == 304
    assert client.get(path).status_code == 200


def test_only_one_export_is_written_at_a_time(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(client)
    with (folder / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 0)
        early = client.get(WHOLE, {"format": "jsonl"})
        assert b"a-talk" in export(client)  # this one is already written

    assert early.status_code == 429
    assert b"a-talk" in export(client, "jsonl")


def test_an_export_during_a_change_is_not_stored(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*given: Any) -> Any:
        Episode.objects.update(title="Another title")
        return csv_chunks(*given)

    with monkeypatch.context() as context:
        context.setattr("library.api.views.exports.MAX_WAIT", 0)
        context.setattr("library.exporting.stored_exports.csv_chunks", changed)
        assert client.get(WHOLE, {"format": "csv"}).status_code == 429

    assert stored(folder) == []
    assert b"a-talk" in export(client)


def test_an_export_that_fails_lets_the_client_start_again(
    client: Client, folder: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WORK_SECONDS = 12
    with monkeypatch.context() as context:
        context.setattr("library.exporting.stored_exports.csv_chunks", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.get(WHOLE, {"format": "csv"})

    assert stored(folder) == []
    assert b"a-talk" in export(client)


def test_without_a_folder_a_large_export_requires_a_token(
    client: Client, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = replace(settings.DATA, folder=None)
    assert b"a-talk" in export(client)
    assert "JSON Lines" not in client.get("/data/").text

    monkeypatch.setattr("library.api.views.exports.MAX_ROWS", 0)
    _, secret = create_token(make_account("edna", "Editor"))
    refused = client.get(WHOLE)
    allowed = client.get(WHOLE, headers={"authorization": f"Bearer {secret}"})

    assert refused.status_code == 400
    assert "stores no exports" in refused.json()["detail"]
    assert b"a-talk" in b"".join(allowed.streaming_content)


@pytest.mark.parametrize("problem", ["no folder", "full disk"])
def test_a_folder_that_cannot_be_written_to_is_logged(
    client: Client,
    folder: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: Any,
    problem: str,
) -> None:
    monkeypatch.setattr("library.api.views.exports.MAX_WAIT", 0)
    if problem == "no folder":
        folder.parent.joinpath("file").touch()
        settings.DATA = replace(settings.DATA, folder=folder.parent / "file")
    else:
        unfinished = str(folder / ".unfinished.part")
        full = lambda **_: (os.open("/dev/full", os.O_WRONLY), unfinished)  # noqa: E731
        monkeypatch.setattr("tempfile.mkstemp", full)
        text = " ".join(token_hex(8) for _ in range(20_000))
        Segment.objects.filter(index=1).update(text=text)

    assert client.get(WHOLE, {"format": "csv"}).status_code == 429
    assert "cannot be stored" in caplog.text
    assert not folder.exists() or stored(folder) == []


def test_only_the_latest_exports_are_kept(
    client: Client, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.exporting.stored_exports.MAX_STORED", 4)
    for number in range(6):
        Episode.objects.update(title=f"Title {number}")
        export(client)

    assert len(stored(folder)) == 4
