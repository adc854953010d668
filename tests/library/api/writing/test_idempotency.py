"""A request with an Idempotency-Key is run once, however often it is sent."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from library.api.views.drafts import DraftList
from library.models import Episode, IdempotentResponse, Show, Token, Transcript
from library.services.idempotency import (
    CLAIM_TIMEOUT,
    ClaimLost,
    claim_key,
    delete_old_responses,
    store_response,
)
from library.tasks import clean_up
from tests.library.api.writing.ask import VTT, Program, program
from tests.make import create_token, make_account, make_draft
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db
NEW = {"title": "New", "show": "bare"}


@pytest.fixture
def using() -> Program:
    Show.objects.create(slug="bare", title="Bare Show")
    return program("Editor")


def make(using: Program, said: Any = NEW, key: str = "one", **headers: str) -> Any:
    return using.ask("post", "/drafts/", said, idempotency_key=key, **headers)


def test_the_response_is_replayed_with_a_header(using: Program) -> None:
    first = make(using)
    again = make(using)

    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again["Location"] == first["Location"]
    assert again["ETag"] == first["ETag"]
    assert (first.get("Idempotent-Replayed"), again["Idempotent-Replayed"]) == (None, "true")
    assert again["RateLimit-Remaining"]
    assert Episode.objects.count() == 1


def test_the_key_with_another_request_is_rejected(using: Program) -> None:
    make(using)

    other = make(using, {**NEW, "title": "Other"})
    elsewhere = using.ask("patch", "/drafts/new/", NEW, idempotency_key="one", if_match="*")

    assert (other.status_code, elsewhere.status_code) == (422, 422)
    assert other.json()["errors"][0]["name"] == "Idempotency-Key"
    assert Episode.objects.get().title == "New"


def test_a_repeat_during_the_first_request_gets_409(using: Program) -> None:
    make(using)
    IdempotentResponse.objects.update(status=None)

    answer = make(using)

    assert answer.status_code == 409
    assert int(answer["Retry-After"]) >= 1
    assert Episode.objects.count() == 1


def test_a_failed_request_can_be_corrected_with_the_same_key(using: Program) -> None:
    assert make(using, {"title": "New"}).status_code == 400

    assert make(using).status_code == 201


def test_a_server_error_stores_nothing_and_frees_the_key(using: Program, monkeypatch: Any) -> None:
    whole = DraftList._create

    def fail(*given: Any) -> None:
        whole(*given)
        raise RuntimeError

    monkeypatch.setattr(DraftList, "_create", fail)
    using.client.raise_request_exception = False
    assert make(using).status_code == 500
    assert not Episode.objects.exists()
    monkeypatch.undo()

    assert make(using).status_code == 201


def test_the_key_of_a_dead_worker_is_taken_over_and_it_cannot_store_a_response(
    using: Program,
) -> None:
    make(using)
    token = Token.objects.get()
    Episode.objects.all().delete()
    known = IdempotentResponse.objects.get()
    known.claimed_at = timezone.now() - CLAIM_TIMEOUT - timedelta(seconds=1)
    known.status = None
    known.save()

    assert make(using).status_code == 201
    with pytest.raises(ClaimLost):
        store_response(known, claim_key(token, "one", known.fingerprint))  # type: ignore[arg-type]


def test_keys_are_separate_for_each_token(using: Program) -> None:
    make(using)

    other = make(Program(create_token(Token.objects.get().owner)[1]), {**NEW, "title": "Other"})

    assert other.status_code == 201


def test_a_replay_needs_permission(using: Program) -> None:
    make(using)
    Token.objects.update(scopes=["drafts:read"])

    assert make(using).status_code == 403


@pytest.mark.parametrize("key", ["", "x" * 256, "a key", "ключ"])
def test_an_invalid_key_is_rejected(using: Program, key: str) -> None:
    answer = make(using, key=key)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "Idempotency-Key"


def test_responses_are_stored_for_a_day(using: Program) -> None:
    make(using)
    IdempotentResponse.objects.update(claimed_at=timezone.now() - timedelta(hours=23, minutes=59))
    assert clean_up()["answers"] == 0
    IdempotentResponse.objects.update(claimed_at=timezone.now() - timedelta(hours=24, seconds=1))

    after = make(using, {**NEW, "title": "Another day"})

    assert after.status_code == 201
    assert delete_old_responses() == 0
    assert IdempotentResponse.objects.count() == 1


def test_a_form_with_other_boundaries_has_the_same_fingerprint(using: Program) -> None:
    make_draft()

    def send(words: bytes, boundary: str) -> Any:
        body = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.vtt"\r\n'
            f"Content-Type: text/vtt\r\n\r\n{words.decode()}\r\n--{boundary}--\r\n"
        )
        return using.ask(
            "post", "/drafts/a-bare-draft/transcript/?kind=machine", body,
            kind=f"multipart/form-data; boundary={boundary}", idempotency_key="one",
        )  # fmt: skip

    first, again, other = send(VTT, "aaa"), send(VTT, "bbb"), send(VTT + b"\n", "ccc")

    assert [answer.status_code for answer in (first, again, other)] == [201, 201, 422]
    assert again["Idempotent-Replayed"] == "true"
    assert Transcript.objects.count() == 1


def test_an_uploaded_file_is_complete_after_its_fingerprint_was_computed(using: Program) -> None:
    make_draft()

    answer = using.ask(
        "post",
        "/drafts/a-bare-draft/transcript/",
        {"file": SimpleUploadedFile("a.vtt", VTT), "kind": "machine"},
        kind="form",
        idempotency_key="one",
    )

    assert answer.json()["cue_count"] == 39


@pytest.mark.django_db(transaction=True)
def test_simultaneous_requests_run_once() -> None:
    Show.objects.create(slug="bare", title="Bare Show")
    _, secret = create_token(make_account("edna", "Editor"))
    ready = threading.Barrier(8)
    told: list[tuple[int, bytes]] = []

    def send() -> None:
        using = Program(secret)
        ready.wait()
        answer = make(using)
        told.append((answer.status_code, answer.content))
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    # SQLite in memory, as tests have it, locks whole tables and does not wait for them.
    locked = {503} if connection.vendor == "sqlite" else set()
    assert {status for status, _ in told} <= {201, 409} | locked
    assert len(told) == 8
    assert make(Program(secret)).status_code == 201
    assert len({content for status, content in told if status == 201}) <= 1
    assert Episode.objects.count() == 1
    assert IdempotentResponse.objects.get().status == 201


@on_postgresql
def test_expired_responses_are_found_by_an_index(using: Program) -> None:
    make(using)

    (plan, *_) = plans_of(delete_old_responses)

    assert "idempotent_response_by_age" in plan, plan
