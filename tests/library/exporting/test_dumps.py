"""A dump contains exactly the public data, is reproducible, and is complete or absent."""

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
import yaml
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from library.exporting import dumps
from library.exporting.dump_tables import TABLES
from library.exporting.dumps import Dump, DumpError, dump_library, stored_dumps
from library.exporting.tables import Kind
from library.models import Episode, Show
from library.tasks import dump as dump_task
from tests.make import BRIGHT, DARK, make_assessed, make_placed

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA = replace(settings.DATA, folder=tmp_path / "dumps", address="https://x.org")
    return tmp_path / "dumps"


def make_library() -> None:
    make_assessed("Dark talk", sentences=[DARK] * 40, show="Closed Show")
    make_assessed("=1+1 bright", sentences=[BRIGHT] * 40, timed=False)
    make_assessed("A secret draft", publish=False)
    make_placed("An heard talk", 30)
    Show.objects.filter(title="Closed Show").update(text_may_be_shared=False)


def members(made: Dump) -> dict[str, bytes]:
    with ZipFile(made.path) as archive:
        assert archive.testzip() is None
        # No clock is in it: two dumps of one minute would not tell.
        assert {info.date_time[0] for info in archive.infolist()} == {1980}
        return {name: archive.read(name) for name in archive.namelist()}


def rows(made: Dump, name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in members(made)[f"{name}.jsonl"].decode().splitlines()]


def test_the_same_library_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    make_library()

    first = dump_library()
    second = dump_library(tmp_path / "elsewhere")

    assert first.path.read_bytes() == second.path.read_bytes()
    assert (first.name, first.version) == (second.name, second.version)
    assert first.checksum == hashlib.sha256(first.path.read_bytes()).hexdigest()
    assert dump_library() == first
    assert stored_dumps() == [first]


def test_a_different_library_gives_a_different_version(folder: Path) -> None:
    make_library()
    first = dump_library()
    Episode.objects.filter(slug="dark-talk").update(summary="Another summary.")

    assert dump_library().version != first.version
    assert len(stored_dumps()) == 2


def test_every_checksum_in_a_dump_is_correct(folder: Path) -> None:
    make_library()
    held = members(dump_library())
    sums = held.pop("SHA256SUMS").decode().splitlines()

    assert {line.split("  ")[1]: line.split("  ")[0] for line in sums} == {
        name: hashlib.sha256(data).hexdigest() for name, data in held.items()
    }


def test_tables_contain_public_data_and_no_draft(folder: Path, client: Client) -> None:
    make_library()
    made = dump_library()

    assert [row["slug"] for row in rows(made, "episodes")] == [
        "dark-talk", "11-bright", "an-heard-talk",
    ]  # fmt: skip
    assert len(rows(made, "assessments")) == 3
    assert rows(made, "scorers")[0]["assessments"] == 2
    listed = client.get("/api/v1/segments/?page_size=100").json()["results"]
    for row in listed:
        del row["updated_at"]  # only of the API
        row["html_url"] = row["html_url"].replace("http://testserver", "https://x.org")
    assert rows(made, "segments") == listed
    assert b"secret" not in b"".join(members(made).values())


def test_every_column_is_in_the_data_dictionary_with_its_type(folder: Path) -> None:
    make_library()
    made = dump_library()
    dictionary = members(made)["README.md"].decode()
    types = {
        Kind.TEXT: str, Kind.DATE: str, Kind.WHOLE: int, Kind.NUMBER: int | float,
        Kind.FLAG: bool, Kind.TEXTS: list, Kind.PHRASES: list, Kind.OBJECT: dict,
    }  # fmt: skip

    for table in TABLES:
        header = members(made)[f"{table.name}.csv"].decode().splitlines()[0]
        assert header.split(",") == [column.name for column in table.columns]
        found = rows(made, table.name)
        assert found
        for column in table.columns:
            assert f"| `{column.name}` | {column.kind} |" in dictionary
            values = [row[column.name] for row in found]
            assert all(x is None or isinstance(x, types[column.kind]) for x in values), column


def test_a_dump_contains_no_withheld_transcripts(folder: Path) -> None:
    make_library()
    made = dump_library()
    held = members(made)

    assert "transcripts/11-bright.json" in held
    assert "transcripts/dark-talk.json" not in held
    # An assessment's reasons name phrases, as its page does.
    said = b"".join(data for name, data in held.items() if not name.startswith("assessments."))
    assert b"extinction" not in said
    closed = [row for row in rows(made, "segments") if row["episode"] == "dark-talk"]
    assert all(row["score"] is not None and row["start"] is not None for row in closed)


def test_no_csv_cell_of_a_dump_is_a_formula(folder: Path) -> None:
    make_library()
    made = dump_library()
    text = members(made)["episodes.csv"].decode()

    titles = [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]
    assert "'=1+1 bright" in titles
    assert "=1+1 bright" in [row["title"] for row in rows(made, "episodes")]


def test_a_dump_has_citation_and_licence_files(folder: Path) -> None:
    make_library()
    made = dump_library()
    cited = yaml.safe_load(members(made)["CITATION.cff"])

    assert cited["version"] == made.version
    assert cited["date-released"] == made.day.isoformat()
    assert {"cff-version", "message", "title", "authors"} <= cited.keys()
    assert cited["license"] == "CC-BY-4.0"
    assert b"CC-BY-4.0" in members(made)["LICENCE.txt"]


def test_only_the_last_dumps_are_stored(folder: Path) -> None:
    make_library()
    made = []
    for number in range(4):
        Episode.objects.filter(slug="dark-talk").update(summary=f"Summary {number}.")
        made.append(dump_library(max_dumps=2))

    assert stored_dumps() == [made[3], made[2]]
    assert len(list(folder.iterdir())) == 4


def test_a_failed_dump_leaves_earlier_dumps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_library()
    before = dump_library()
    Episode.objects.filter(slug="dark-talk").update(summary="Another summary.")

    def break_off(site: str) -> Iterator[tuple[str, str]]:
        yield "a.json", "{}"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dumps, "_transcripts", break_off)
    with pytest.raises(OSError, match="No space"):
        dump_library()

    assert stored_dumps() == [before]
    assert len(list(folder.iterdir())) == 2


def test_a_dump_restarts_if_the_library_changes_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_library()
    versions = iter([1, 2, 3, 3])
    there = dumps.library_version()
    monkeypatch.setattr(dumps, "library_version", lambda: replace(there, value=next(versions)))
    assert dump_library().path.is_file()

    versions = iter(range(10))
    with pytest.raises(DumpError, match="each of 3 attempts"):
        dump_library()
    assert len(stored_dumps()) == 1


def test_the_command_names_the_dump(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dump_library", "--output", str(folder / "other"))

    (made,) = stored_dumps(folder / "other")
    assert made.checksum in capsys.readouterr().out


def test_without_a_folder_the_command_fails_and_beat_writes_no_dump(
    settings: LazySettings,
) -> None:
    settings.DATA = replace(settings.DATA, folder=None)

    with pytest.raises(CommandError, match="DUMP_DIR"):
        call_command("dump_library")
    assert dump_task() == ""
    assert stored_dumps() == []


def test_beat_writes_a_dump(folder: Path) -> None:
    assert dump_task() == stored_dumps()[0].name


@pytest.mark.parametrize("name", ["notes.zip", "counterpoint-2026-11-25-0000000g.zip",
                                  "counterpoint-2026-13-45-00000000.zip"])  # fmt: skip
def test_other_files_are_not_listed(folder: Path, client: Client, name: str) -> None:
    made = dump_library()
    (folder / name).write_bytes(b"PK")
    (folder / f"{name}.sha256").write_text(f"{'0' * 64}  {name}\n")

    assert stored_dumps() == [made]
    assert client.get(f"/data/{name}").status_code == 404


def test_the_page_lists_dumps_and_explains_how_to_cite(folder: Path, client: Client) -> None:
    made = dump_library()

    shown = client.get("/data/").content.decode()

    for said in (made.url, made.version, made.checksum, "How to cite", "CC-BY-4.0"):
        assert said in shown


def test_pages_link_to_data_and_api_with_or_without_a_dump(folder: Path, client: Client) -> None:
    for _ in range(2):
        shown = client.get("/").content.decode()
        assert 'href="/data/">Data</a>' in shown
        assert 'href="/api/v1/docs/">API</a>' in shown
        dump_library()


def test_llms_txt_mentions_dumps_only_if_there_is_one(
    folder: Path, client: Client, settings: LazySettings
) -> None:
    settings.PAGE_CACHE_SECONDS = 600
    assert "dated dumps" not in client.get("/llms.txt").text

    dump_library()

    assert "dated archives of the whole public library" in client.get("/llms.txt").text


def test_without_a_dump_the_page_has_the_tables(folder: Path, client: Client) -> None:
    shown = client.get("/data/").content.decode()
    assert "How to cite" not in shown
    assert "segments/export/?format=csv" in shown


def test_the_api_lists_dumps(folder: Path, client: Client) -> None:
    assert client.get("/api/v1/dumps/").json()["results"] == []
    made = dump_library()

    (row,) = client.get("/api/v1/dumps/").json()["results"]

    assert row == {
        "version": made.version, "date": made.day.isoformat(), "name": made.name,
        "size": made.size, "checksum": made.checksum, "url": f"http://testserver{made.url}",
    }  # fmt: skip


@pytest.fixture
def big(folder: Path) -> Dump:
    make_library()
    make_assessed("A long talk", sentences=[f"Number {n}: {BRIGHT}" for n in range(3000)])
    return dump_library()


@pytest.mark.django_db(transaction=True)
def test_an_interrupted_download_resumes_to_the_same_bytes(
    big: Dump, live_server: LiveServer
) -> None:
    address, whole = live_server.url + big.url, big.path.read_bytes()
    with httpx.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        etag = answer.headers["ETag"]
        assert answer.headers["Content-Length"] == str(len(whole))
        got = next(answer.iter_raw(10_000))
    assert 0 < len(got) < len(whole)

    rest = httpx.get(address, headers={"range": f"bytes={len(got)}-", "if-range": etag})

    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes {len(got)}-{len(whole) - 1}/{len(whole)}"
    assert got + rest.content == whole


def sent(client: Client, made: Dump, **headers: str) -> tuple[int, bytes]:
    answer = client.get(made.url, headers=headers)
    return answer.status_code, b"".join(answer)


def test_range_and_conditional_requests_are_supported(folder: Path, client: Client) -> None:
    made = dump_library()
    whole, etag = made.path.read_bytes(), f'"{made.checksum}"'

    assert sent(client, made) == (200, whole)
    assert sent(client, made, range="bytes=5-9") == (206, whole[5:10])
    assert sent(client, made, range="bytes=-7") == (206, whole[-7:])
    assert sent(client, made, range="bytes=5-", **{"if-range": etag}) == (206, whole[5:])
    assert sent(client, made, range="bytes=5-", **{"if-range": '"another"'}) == (200, whole)
    assert sent(client, made, range="bytes=0-1,3-4") == (200, whole)
    assert sent(client, made, **{"if-none-match": etag}) == (304, b"")
    assert sent(client, made, **{"if-match": '"another"'})[0] == 412


def test_a_range_after_the_end_is_rejected_with_the_size(folder: Path, client: Client) -> None:
    made = dump_library()

    answer = client.get(made.url, headers={"range": f"bytes={made.size}-"})

    assert answer.status_code == 416
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/range-not-satisfiable/"
    assert answer["Content-Range"] == f"bytes */{made.size}"


def test_head_requests_and_other_sites_are_supported(folder: Path, client: Client) -> None:
    made = dump_library()

    answer = client.head(made.url, headers={"origin": "https://other.example"})

    assert answer["Accept-Ranges"] == "bytes"
    assert answer["Content-Length"] == str(made.size)
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert b"".join(answer) == b""
    assert "Content-Encoding" not in client.get(made.url, headers={"accept-encoding": "gzip"})


@pytest.mark.parametrize("name", ["../db.sqlite3", "..%2Fdb.sqlite3", ".x.part", "nothing.zip"])
def test_only_dumps_are_served_from_the_disk(folder: Path, client: Client, name: str) -> None:
    dump_library()

    assert client.get(f"/data/{name}").status_code == 404
