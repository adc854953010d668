"""Scoring jobs and submitted assessments over the API."""

import json
from typing import Any

import pytest

from library.models import Episode, Job
from library.services.job_failures import dismiss_failures
from library.services.jobs import claim_item, fail_item
from scoring.models import Assessment
from tests.library.api.writing.ask import ASSESSMENT, Program, program
from tests.make import DARK, PLAIN, create_token, make_account, make_draft, make_episode

pytestmark = pytest.mark.django_db
TALK = "/drafts/a-plain-talk"


@pytest.fixture
def using() -> Program:
    return program("Editor")


def test_scoring_returns_a_job_that_can_be_polled() -> None:
    make_episode(publish=False)
    account = make_account("edna", "Editor")
    token, secret = create_token(account)
    using = Program(secret)

    # Nothing is committed in this test, so that the job waits.
    begun = using.ask("post", f"{TALK}/scoring/")

    assert begun.status_code == 202
    job = Job.objects.get()
    assert begun["Location"] == f"http://testserver/api/v1/jobs/{job.pk}/" == begun.json()["url"]
    assert (job.created_by, job.token) == (account, token)
    told = using.ask("get", f"/jobs/{job.pk}/")
    assert told.json() == begun.json()
    assert (told.json()["state"], told.json()["is_over"], told["Retry-After"]) == (
        "waiting", False, "2",
    )  # fmt: skip
    item = claim_item(job.items.get().pk)
    assert item
    fail_item(item, "Unreadable: no words")

    told = using.ask("get", f"/jobs/{job.pk}/")

    assert (told.json()["state"], told.json()["is_over"]) == ("failed", True)
    assert told.json()["failures"] == [{"item": "A plain talk", "cause": "Unreadable: no words"}]
    assert told.json()["progress"]["failed"] == 1
    assert told.json()["progress"]["resolved"] == told.json()["progress"]["partly_done"] == 0
    assert told.json()["state_label"] == "Failed"
    dismiss_failures(job, by=account)
    dismissed = using.ask("get", f"/jobs/{job.pk}/").json()
    assert (dismissed["state"], dismissed["progress"]["resolved"]) == ("failed", 1)
    assert "dismissed" in dismissed["sentence"]
    assert "Retry-After" not in told


@pytest.mark.django_db(transaction=True)
def test_without_workers_scoring_runs_at_once(using: Program) -> None:
    make_episode(publish=False)

    begun = using.ask("post", f"{TALK}/scoring/")

    told = using.ask("get", begun["Location"].removeprefix("http://testserver/api/v1")).json()
    assert (told["state"], told["progress"]["done"]) == ("done", 1)
    assert Episode.objects.get().status == "scored"


def test_nothing_is_scored_without_a_transcript(using: Program) -> None:
    make_draft()

    answer = using.ask("post", "/drafts/a-bare-draft/scoring/")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "This episode has no transcript yet."
    assert not Job.objects.exists()


@pytest.mark.parametrize("body", [{"scorer": "stance"}, [1]])
def test_scoring_takes_no_body(using: Program, body: Any) -> None:
    make_episode(publish=False)

    assert using.ask("post", f"{TALK}/scoring/", json.dumps(body)).status_code == 400
    assert not Job.objects.exists()


def test_an_assessment_is_a_draft_that_another_account_publishes() -> None:
    make_episode(sentences=[DARK, PLAIN] * 60)
    account = make_account("edna", "Editor")
    token, secret = create_token(account)
    said = ASSESSMENT | {"overrides": [{"index": 1, "score": -60, "reason": "The darkest."}]}

    answer = Program(secret).ask("post", f"{TALK}/assessments/", said)

    handed = Assessment.objects.editorial().get()
    assert answer.status_code == 201
    assert answer.json() == {
        "id": handed.pk,
        "changed": True,
        "status": "draft",
        "position": -40.0,
        "band": "risk-forward",
        "assessor": "Maud",
        "override_count": 1,
    }
    assert handed.segment_scores.get().reason == "The darkest."
    line = handed.history.earliest()
    assert (line.history_user, line.history_change_reason) == (
        account,
        f"Submitted. By token {token}",
    )


def test_submitting_the_same_assessment_again_changes_nothing(using: Program) -> None:
    make_episode()
    using.ask("post", f"{TALK}/assessments/", ASSESSMENT)

    again = using.ask("post", f"{TALK}/assessments/", ASSESSMENT)

    assert (again.status_code, again.json()["changed"]) == (200, False)
    assert Assessment.objects.editorial().count() == 1


@pytest.mark.parametrize(
    ("said", "name", "told"),
    [
        (ASSESSMENT | {"lens": "tecnical"}, "/lens", "'tecnical' is not valid"),
        (ASSESSMENT | {"position": 101}, "/position", "101"),
        (ASSESSMENT | {"listened_on": "2999-01-01"}, "/listened_on", "future"),
        (ASSESSMENT | {"bullets": ["a\0b"]}, "/bullets/0", "control character"),
        (ASSESSMENT | {"more": 1}, "/more", "unknown key"),
        (
            ASSESSMENT | {"overrides": [{"index": 999, "score": 0, "reason": "x"}]},
            "/overrides/0/index",
            "greater than the last segment",
        ),
        ("{\n  nothing", "", "Line 2: not valid JSON"),
        (b"\xff", "", "save the file as UTF-8"),
        ("", "", "not valid JSON"),
    ],
)
def test_errors_name_line_and_key_and_nothing_is_stored(
    using: Program, said: Any, name: str, told: str
) -> None:
    make_episode()

    answer = using.ask("post", f"{TALK}/assessments/", said)

    assert answer.status_code == 422
    assert [part["name"] for part in answer.json()["errors"]] == [name]
    assert told in answer.json()["detail"]
    assert not Assessment.objects.editorial().exists()


def test_an_assessment_is_json(using: Program) -> None:
    make_episode()

    answer = using.ask("post", f"{TALK}/assessments/", "position", kind="text/plain")

    assert answer.status_code == 415
