"""Uploaded transcripts get the same parsing, repairs and quality checks as in the admin."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from library.captions import Limits
from library.models import Episode, Job, Segment, Transcript
from tests.library.api.writing.ask import VTT, Program, program
from tests.make import create_token, make_account, make_draft

pytestmark = pytest.mark.django_db
TOO_LONG = b"x " * (Limits().file_bytes // 2 + 1)
UPLOAD = "/drafts/a-bare-draft/transcript/"


@pytest.fixture(autouse=True)
def _draft() -> Episode:
    return make_draft()


@pytest.fixture
def using() -> Program:
    return program("Editor")


def form(name: str = "talk.vtt", words: bytes = VTT, **fields: str) -> dict[str, Any]:
    return {"file": SimpleUploadedFile(name, words), **fields}


def test_a_raw_body_is_stored_with_account_and_token() -> None:
    account = make_account("edna", "Editor")
    token, secret = create_token(account)

    answer = Program(secret).ask(
        "post", f"{UPLOAD}?kind=machine&source_name=talk.vtt", VTT, kind="text/vtt; charset=utf-8"
    )

    assert answer.status_code == 201
    told = answer.json()
    stored = Transcript.objects.get()
    assert (told["checksum"], told["cue_count"], told["speakers"]) == (stored.checksum, 39, ["Ann"])
    assert (told["format"], told["changed"], told["dry_run"]) == ("webvtt", True, False)
    assert [gate["name"] for gate in told["gates"]] == [gate["name"] for gate in stored.gates]
    assert told["first"][0] == {
        "start": 1.0,
        "end": 1.9,
        "speaker": "Ann",
        "text": "The model number 1 was trained on clean data.",
    }
    assert len(told["last"]) == 3
    assert (stored.kind, stored.source_name) == ("machine", "talk.vtt")
    line = stored.history.get()
    assert (line.history_user, line.history_change_reason) == (account, f"By token {token}")


def test_the_job_that_scores_it_can_be_polled_with_the_same_token() -> None:
    using = program("Editor", scopes=("transcripts:write",))

    told = using.ask("post", f"{UPLOAD}?kind=machine", VTT, kind="text/vtt").json()["job"]

    job = Job.objects.get()
    assert told == {"id": job.pk, "url": f"http://testserver/api/v1/jobs/{job.pk}/"}
    assert using.ask("get", f"/jobs/{job.pk}/").json()["id"] == job.pk
    dry = using.ask("post", f"{UPLOAD}?kind=machine&dry_run=true", VTT, kind="text/vtt")
    assert dry.json()["job"] is None


def test_a_form_upload_is_stored_with_its_file_name(using: Program) -> None:
    answer = using.ask("post", UPLOAD, form(kind="publisher"), kind="form")

    assert answer.status_code == 201
    assert Transcript.objects.get().source_name == "talk.vtt"


def test_the_same_words_again_change_nothing(using: Program) -> None:
    using.ask("post", f"{UPLOAD}?kind=machine", VTT, kind="text/vtt")

    again = using.ask("post", f"{UPLOAD}?kind=machine", VTT, kind="text/vtt")

    assert (again.status_code, again.json()["changed"]) == (200, False)
    assert again.json()["known_before"] is True
    assert Transcript.objects.count() == 1


@pytest.mark.parametrize("as_form", [True, False])
def test_a_dry_run_gives_the_same_result_and_stores_nothing(using: Program, as_form: bool) -> None:
    told = (
        using.ask("post", UPLOAD, form(kind="machine", dry_run="true"), kind="form")
        if as_form
        else using.ask("post", f"{UPLOAD}?kind=machine&dry_run=true", VTT, kind="text/vtt")
    )

    assert told.status_code == 200
    assert not Transcript.objects.exists()
    assert not Segment.objects.exists()
    real = using.ask("post", f"{UPLOAD}?kind=machine", VTT, kind="text/vtt")
    assert told.json() == real.json() | {"dry_run": True, "changed": False, "job": None}


def test_repairs_are_counted(using: Program) -> None:
    words = VTT.replace(b"clean data", b"clean &amp; data")

    answer = using.ask("post", f"{UPLOAD}?kind=machine", words, kind="text/vtt")

    assert answer.json()["repairs"] == Transcript.objects.get().repairs != {}


def test_a_failed_check_is_reported_and_stored(using: Program) -> None:
    words = ("I say the very same thing once more. " * 200).encode()

    answer = using.ask("post", f"{UPLOAD}?kind=machine", words, kind="text/plain")

    assert answer.status_code == 201
    failed = [gate["sentence"] for gate in answer.json()["gates"] if not gate["passed"]]
    assert failed == Transcript.objects.get().failed_gates != []


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("application/x-subrip", b"1\n00:00:01,000 --> 00:00:02,000\nA word\n"),
        ("text/markdown", b"**Ann:** A word of markdown.\n"),
        ("text/plain", b"Ann: A word of text.\n"),
        (
            "application/json",
            b'{"version":"1","segments":[{"startTime":1,"endTime":2,"body":"A word"}]}',
        ),
    ],
)
def test_every_documented_format_is_accepted(using: Program, kind: str, words: bytes) -> None:
    assert using.ask("post", f"{UPLOAD}?kind=machine", words, kind=kind).status_code == 201


@pytest.mark.django_db(transaction=True)
def test_an_upload_is_scored(using: Program) -> None:
    using.ask("post", f"{UPLOAD}?kind=machine", VTT, kind="text/vtt")

    assert Episode.objects.get().assessments.filter(leads=True).exists()


@pytest.mark.parametrize(
    ("query", "kind", "words", "status", "name", "told"),
    [
        ("", "text/vtt", VTT, 400, "kind", "required"),
        ("?kind=mashine", "text/vtt", VTT, 400, "kind", "mashine"),
        ("?kind=machine&dry=1", "text/vtt", VTT, 400, "dry", "Did you mean “dry_run”?"),
        ("?kind=machine&dry_run=maybe", "text/vtt", VTT, 400, "dry_run", "boolean"),
        ("?kind=machine&source_name=a%00b", "text/vtt", VTT, 400, "source_name", "Null"),
        ("?kind=machine&source_name=" + "x" * 256, "text/vtt", VTT, 400, "source_name", "255"),
        ("?kind=machine", "image/png", VTT, 415, "", "image/png"),
        ("?kind=machine", "application/x-www-form-urlencoded", VTT, 415, "", "urlencoded"),
        ("?kind=machine", "text/vtt", b"", 400, "file", ""),
        ("?kind=machine", "text/vtt", b"WEBVTT\n\n", 422, "file", ""),
        ("?kind=machine", "text/vtt", b"no captions", 422, "file", "the extension is .vtt"),
        ("?kind=machine", "text/plain", b"<html>hello</html>", 422, "file", "HTML"),
        ("?kind=machine", "application/json", b"{", 422, "file", "JSON"),
        ("?kind=machine", "text/plain", b"\xff\xfe\x00", 422, "file", ""),
        ("?kind=machine", "text/plain", TOO_LONG, 422, "file", "the maximum is 20,000,000"),
    ],
)  # fmt: skip
def test_an_invalid_file_is_rejected_completely(
    using: Program, query: str, kind: str, words: bytes, status: int, name: str, told: str
) -> None:
    answer = using.ask("post", f"{UPLOAD}{query}", words, kind=kind)

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    problem = answer.json()
    assert told in problem["detail"]
    assert [part["name"] for part in problem.get("errors", [{"name": ""}])] == [name]
    assert not Transcript.objects.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"kind": "machine"}, "file"),
        ({"kind": "machine", "file": "words"}, "file"),
        ({**form(), "kinds": "machine"}, "kinds"),
        (form(), "kind"),
    ],
)
def test_an_invalid_form_is_rejected(using: Program, fields: dict[str, Any], name: str) -> None:
    answer = using.ask("post", UPLOAD, fields, kind="form")

    assert answer.status_code == 400
    assert [part["name"] for part in answer.json()["errors"]] == [name]


def test_a_body_that_is_too_large_gets_a_problem_document(using: Program, settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

    answer = using.ask("post", f"{UPLOAD}?kind=machine", b"x" * (1024 * 1024 + 1), kind="text/vtt")

    assert answer.status_code == 413
    assert answer["Content-Type"] == "application/problem+json"
    assert "1 MB" in answer.json()["detail"]
