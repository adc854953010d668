"""Exports of segments: the same values as the list, streamed, in three formats."""

import csv
import io
import json
import sys
import tracemalloc
from typing import Any

import pyarrow.parquet as parquet
import pytest
from django.test import Client

from library.api.serializers.segments import LibrarySegmentSerializer
from library.exporting.segment_table import COLUMNS
from library.models import Episode, Segment
from scoring.models import Assessment, SegmentScore
from tests.budget import queries
from tests.make import BRIGHT, DARK, create_token, make_account, make_assessed

pytestmark = pytest.mark.django_db

WHOLE = "/api/v1/segments/export/"


def body(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def export(client: Client, form: str, address: str = WHOLE, **asked: str) -> list[dict[str, Any]]:
    answer = client.get(address, {"format": form, **asked})
    assert answer.status_code == 200, answer.content
    data = body(answer)
    if form == "parquet":
        return parquet.read_table(io.BytesIO(data)).to_pylist()
    if form == "jsonl":
        return [json.loads(line) for line in data.decode().splitlines()]
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def listed(client: Client) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    address = "/api/v1/segments/?page_size=100&omit=updated_at"
    while address:
        page = client.get(address).json()
        rows += page["results"]
        address = page["next"]
    return rows


def make_library() -> None:
    make_assessed("Dark talk", sentences=[DARK] * 60)
    make_assessed("Bright talk", sentences=[BRIGHT] * 60, show="Other Show", timed=False)
    make_assessed("A draft", publish=False)


@pytest.mark.parametrize("form", ["jsonl", "parquet"])
def test_an_export_has_the_values_of_the_list(
    client: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_library()
    monkeypatch.setattr("library.exporting.segment_table.BATCH_SIZE", 3)
    monkeypatch.setattr("library.exporting.parquet.GROUP_SIZE", 4)

    rows = export(client, form)

    assert len(rows) > 6
    assert rows == listed(client)


def test_csv_has_the_same_values(client: Client) -> None:
    make_library()

    rows = export(client, "csv")

    for row, whole in zip(rows, listed(client), strict=True):
        assert row["text"] == whole["text"]
        assert json.loads(row["phrases"]) == whole["phrases"]
        assert row["start"] == ("" if whole["start"] is None else str(whole["start"]))


def test_the_columns_are_those_of_the_list() -> None:
    assert {each.name for each in COLUMNS} == set(LibrarySegmentSerializer.names())


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_withheld_text_is_in_no_export(client: Client, form: str) -> None:
    make_library()
    Episode.objects.filter(title="Dark talk").update(text_may_be_shared=False)

    closed = [row for row in export(client, form) if row["episode"] == "dark-talk"]

    assert closed
    assert {row["text"] for row in closed} <= {"", None}
    assert "dangerous" not in json.dumps(closed)
    assert all(row["html_url"].startswith("http://testserver/episodes/") for row in closed)


def test_no_cell_of_a_csv_export_is_a_formula(client: Client) -> None:
    make_assessed(sentences=["=1+1 and so on, said the model again and again."] * 60)

    assert "=" in Segment.objects.first().text[0]
    for row in export(client, "csv"):
        for name in ("text", "episode", "phrases"):
            assert not row[name].startswith(("=", "+", "-", "@"))


def test_the_export_of_an_episode_has_only_its_segments(client: Client) -> None:
    make_library()

    rows = export(client, "jsonl", "/api/v1/episodes/dark-talk/segments/export/")

    assert {row["episode"] for row in rows} == {"dark-talk"}
    assert [row["index"] for row in rows] == list(range(1, len(rows) + 1))
    assert client.get("/api/v1/episodes/a-draft/segments/export/").status_code == 404


def test_an_export_has_filters_and_fields(client: Client) -> None:
    make_library()

    rows = export(client, "jsonl", show="other-show", fields="show,score")

    assert rows
    assert {tuple(row) for row in rows} == {("show", "score")}
    assert {row["show"] for row in rows} == {"other-show"}


def test_omitted_fields_are_not_queried(client: Client) -> None:
    make_library()

    with queries(3):  # version, one batch, none left
        rows = export(client, "csv", omit="text,phrases")

    assert "text" not in rows[0]


@pytest.mark.parametrize(
    "asked", [{"score_min": "-100"}, {"fields": "score"}, {"show": "test-show"}]
)
def test_a_large_export_with_filters_or_other_columns_requires_a_token(
    client: Client, monkeypatch: pytest.MonkeyPatch, asked: dict[str, str]
) -> None:
    count = make_assessed(sentences=[DARK] * 60).segment_scores.count()
    monkeypatch.setattr("library.api.views.exports.MAX_ROWS", count - 1)

    _, secret = create_token(make_account("edna", "Editor"))

    refused = client.get(WHOLE, {"format": "csv", **asked})
    allowed = client.get(
        WHOLE, {"format": "csv", **asked}, headers={"authorization": f"Bearer {secret}"}
    )

    assert refused.status_code == 400
    assert "Without a token" in refused.json()["detail"]
    assert allowed.status_code == 200
    assert body(allowed).count(b"\r\n") == count + 1
    monkeypatch.setattr("library.api.views.exports.MAX_ROWS", count)
    assert len(export(client, "csv", **asked)) == count


def test_exports_that_are_stored_or_of_an_episode_have_no_limit(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_library()
    monkeypatch.setattr("library.api.views.exports.MAX_ROWS", 1)

    assert len(export(client, "csv")) > 1
    assert len(export(client, "csv", omit="text,phrases")) > 1
    assert len(export(client, "csv", "/api/v1/episodes/dark-talk/segments/export/")) > 1


def test_the_format_can_be_requested_by_accept(client: Client) -> None:
    answer = client.get(WHOLE, headers={"accept": "application/jsonl"})

    assert answer["Content-Type"].startswith("application/jsonl")
    assert 'filename="segments.jsonl"' in answer["Content-Disposition"]


def test_an_unchanged_export_is_not_sent_again(client: Client) -> None:
    make_library()
    etag = client.get(WHOLE)["ETag"]

    assert client.get(WHOLE, headers={"if-none-match": etag}).status_code == 304


def test_without_the_extra_parquet_is_rejected_with_a_reason(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    answer = client.get(WHOLE, {"format": "parquet"})

    assert (answer.status_code, answer.json()["status"]) == (406, 406)
    assert "Parquet is not installed" in answer.json()["detail"]
    assert client.get(WHOLE, {"format": "csv"}).status_code == 200


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_an_empty_library_gives_an_empty_table(client: Client, form: str) -> None:
    assert export(client, form) == []


def test_a_head_request_reads_no_rows(client: Client) -> None:
    with queries(1):
        answer = client.head(WHOLE)

    assert answer["Content-Disposition"]


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_four_times_the_library_takes_no_more_memory(
    client: Client, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.exporting.segment_table.BATCH_SIZE", 250)
    monkeypatch.setattr("library.exporting.parquet.GROUP_SIZE", 250)
    made = make_assessed()
    export(client, form)
    peaks = []
    for number in (1_000, 3_000):
        _grow(made, number)
        peaks.append(_peak(client, form))

    assert peaks[1] < 1.3 * peaks[0]


def _grow(made: Assessment, number: int) -> None:
    """Add `number` segments of 1,100 characters to the assessed transcript."""
    before = Segment.objects.count()
    added = Segment.objects.bulk_create(
        Segment(transcript=made.transcript, index=before + place, text=f"{place:08} word " * 75,
                first_cue=0, first_word=0, last_cue=0)
        for place in range(1, number + 1)
    )  # fmt: skip
    SegmentScore.objects.bulk_create(
        SegmentScore(assessment=made, segment=each, score=1.0, lens="technical") for each in added
    )


def _peak(client: Client, form: str) -> int:
    answer = client.get(WHOLE, {"format": form})
    tracemalloc.start()
    for _ in answer.streaming_content:
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
