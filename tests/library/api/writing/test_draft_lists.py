"""Listing and deleting drafts, and reading their segments and scores."""

from typing import Any

import pytest

from library.models import Episode, Show, Transcript
from scoring.models import Assessment
from tests.budget import queries
from tests.library.api.writing.ask import Program, program
from tests.make import create_token, make_account, make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def using() -> Program:
    return program("Administrator")


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer.json()["results"]]


def test_the_list_has_unpublished_episodes_newest_first(using: Program) -> None:
    for status in Episode.Status.values:
        make_draft(status)
        Episode.objects.filter(title=status).update(status=status)

    assert slugs(using.ask("get", "/drafts/")) == ["in_review", "scored", "draft"]
    assert slugs(using.ask("get", "/drafts/?status=archived,published")) == [
        "archived",
        "published",
    ]


def test_mine_selects_drafts_created_by_the_token_owner() -> None:
    account = make_account("edna", "Editor")
    using = Program(create_token(account)[1])
    make_draft()
    using.ask("post", "/drafts/", {"title": "My own", "show": "bare"})

    assert slugs(using.ask("get", "/drafts/?mine=true")) == ["my-own"]
    assert slugs(using.ask("get", "/drafts/?mine=false")) == ["a-bare-draft"]


@pytest.mark.parametrize(
    ("params", "told"),
    [("status=lost", "“lost” is not valid"), ("mine=maybe", "use true or false"), ("a=1", "a")],
)
def test_an_invalid_parameter_is_rejected(using: Program, params: str, told: str) -> None:
    answer = using.ask("get", f"/drafts/?{params}")

    assert answer.status_code == 400
    assert told in answer.json()["detail"]


def test_list_parameters_are_rejected_when_creating_a_draft(using: Program) -> None:
    assert using.ask("post", "/drafts/?status=draft", {}).status_code == 400


@pytest.mark.parametrize("number", [1, 20])
def test_a_page_needs_the_same_queries_for_any_number(using: Program, number: int) -> None:
    for place in range(number + 1):
        make_draft(f"Draft {place}")
    using.ask("get", "/drafts/")

    with queries(6):  # token, permissions of account and groups, episodes, guests, tags
        page = using.ask("get", f"/drafts/?page_size={number}").json()

    assert len(page["results"]) == number
    assert f"draft-{number}" == page["results"][0]["slug"]
    following = page["next"].removeprefix("http://testserver/api/v1")
    assert slugs(using.ask("get", following)) == ["draft-0"]


def test_segments_of_a_draft_have_scores_and_text(using: Program) -> None:
    reading = make_assessed(publish=False)
    Show.objects.update(text_may_be_shared=False)
    address = "/drafts/a-plain-talk/segments/"
    using.ask("get", address)

    with queries(6):  # token, permissions of account and groups, episode, assessment, segments
        rows = using.ask("get", address).json()["results"]

    scores = list(reading.segment_scores.order_by("segment__index"))
    assert [row["score"] for row in rows] == [score.score for score in scores]
    assert rows[0]["text"] == scores[0].segment.text
    assert using.ask("get", "/episodes/a-plain-talk/segments/").status_code == 404


def test_a_draft_without_scores_has_no_segments(using: Program) -> None:
    make_draft()

    assert using.ask("get", "/drafts/a-bare-draft/segments/").json()["results"] == []
    assert using.ask("get", "/drafts/no-such/segments/").status_code == 404


def test_assessments_of_a_draft_have_a_status(using: Program) -> None:
    reading = make_assessed(publish=False)
    Assessment.objects.create(
        episode=reading.episode,
        kind="editorial",
        status="draft",
        assessor="Eva Editor",
        position=5,
        band="mixed",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
    )

    rows = using.ask("get", "/drafts/a-plain-talk/assessments/").json()["results"]

    assert [(row["kind"], row["status"], row["position"]) for row in rows] == [
        ("editorial", "draft", 5),
        ("automatic", "published", reading.position),
    ]


def test_deleting_a_draft_records_the_account_in_its_history() -> None:
    account = make_account("ada", "Administrator")
    token, secret = create_token(account)
    episode = make_episode(publish=False)
    using = Program(secret)
    etag = using.ask("get", "/drafts/a-plain-talk/")["ETag"]

    answer = using.ask("delete", "/drafts/a-plain-talk/", if_match=etag, idempotency_key="once")

    assert (answer.status_code, answer.content) == (204, b"")
    assert not Episode.objects.exists()
    assert not Transcript.objects.exists()
    line = Episode.history.filter(id=episode.pk).first()
    assert (line.history_type, line.history_user) == ("-", account)
    assert line.history_change_reason == f"By token {token}"
    again = using.ask("delete", "/drafts/a-plain-talk/", if_match=etag, idempotency_key="once")
    assert (again.status_code, again["Idempotent-Replayed"]) == (204, "true")


@pytest.mark.parametrize(
    ("status", "etag", "refused"),
    [
        ("published", "*", 409),
        ("archived", "*", 409),
        ("draft", "", 428),
        ("draft", '"other"', 412),
    ],
)
def test_only_unpublished_drafts_with_a_current_etag_are_deleted(
    using: Program, status: str, etag: str, refused: int
) -> None:
    make_draft()
    Episode.objects.update(status=status)
    headers = {"if_match": etag} if etag else {}

    answer = using.ask("delete", "/drafts/a-bare-draft/", **headers)

    assert answer.status_code == refused
    assert Episode.objects.exists()


@pytest.mark.parametrize("fields", [{}, {"slug": "a-bare-draft", "title": "Another"}])
def test_the_slug_of_another_episode_is_a_conflict(using: Program, fields: dict[str, str]) -> None:
    make_draft()

    answer = using.ask("post", "/drafts/", {"title": "A bare draft", "show": "bare", **fields})

    told = answer.json()
    assert (answer.status_code, told["type"]) == (409, "/problems/conflict/")
    assert [error["name"] for error in told["errors"]] == ["slug"]
    assert "“a-bare-draft”" in told["detail"]
    assert Episode.objects.count() == 1
