"""Creating and changing episodes over the API."""

from typing import Any

import pytest

from library.models import Episode, Guest, Show, Transcript
from tests.library.api.writing.ask import Program, program
from tests.make import create_token, make_account, make_draft, make_episode

pytestmark = pytest.mark.django_db
DRAFT = "/drafts/a-bare-draft/"


@pytest.fixture
def using() -> Program:
    return program("Editor")


def test_a_draft_is_visible_to_editors_only(using: Program) -> None:
    Show.objects.create(slug="bench-notes", title="Bench notes")
    said = {
        "title": "Who checks?",
        "show": "bench-notes",
        "guests": ["Zoe", "Ada"],
        "published_on": "2026-03-14",
        "summary": "A text.",
        "summary_by": "machine",
    }

    answer = using.ask("post", "/drafts/", said)

    assert answer.status_code == 201
    assert answer["Location"] == "http://testserver/api/v1/drafts/who-checks/"
    assert answer["Cache-Control"] == "private, no-store"
    made = answer.json()
    assert {name: made[name] for name in said} == said | {"guests": ["Ada", "Zoe"]}
    assert (made["status"], made["slug"], made["shelf"]) == ("draft", "who-checks", None)
    again = using.ask("get", "/drafts/who-checks/")
    assert again.json() == made
    assert again["ETag"] == answer["ETag"]
    assert using.ask("get", "/episodes/who-checks/").status_code == 404


def test_the_history_has_the_account_and_the_token() -> None:
    account = make_account("edna", "Editor")
    token, secret = create_token(account)
    make_draft()

    Program(secret).ask("patch", DRAFT, {"title": "New", "tags": ["fresh"]}, if_match="*")

    lines = Episode.objects.get().history.all()[:2]
    assert [(line.history_user, line.history_change_reason) for line in lines] == [
        (account, f"By token {token}")
    ] * 2
    assert [tag.tag.name for tag in lines[0].tags.all()] == ["fresh"]


def test_a_text_has_its_author(using: Program) -> None:
    episode = make_draft()
    Episode.objects.update(summary="Old.", summary_by="machine")

    using.ask("patch", DRAFT, {"summary": "New.", "summary_by": "machine"}, if_match="*")

    episode.refresh_from_db()
    assert (episode.summary, episode.summary_by) == ("New.", "machine")
    assert episode.texts_changed_by is not None


def test_two_programs_do_not_overwrite_each_other(using: Program) -> None:
    make_draft()
    read = using.ask("get", DRAFT)["ETag"]

    first = using.ask("patch", DRAFT, {"title": "First"}, if_match=read)
    second = using.ask("patch", DRAFT, {"title": "Second"}, if_match=read)
    third = using.ask("patch", DRAFT, {"title": "Third"}, if_match=f"W/{first['ETag']}")

    assert [answer.status_code for answer in (first, second, third)] == [200, 412, 200]
    assert Episode.objects.get().title == "Third"


def test_the_etag_covers_guests_and_tags_but_not_the_status(using: Program) -> None:
    make_draft()
    read = using.ask("get", DRAFT)["ETag"]
    Episode.objects.update(status="scored")
    assert using.ask("get", DRAFT)["ETag"] == read

    using.ask("patch", DRAFT, {"guests": ["Ada"]}, if_match=read)

    assert using.ask("patch", DRAFT, {"guests": []}, if_match=read).status_code == 412


def test_a_change_without_if_match_is_rejected(using: Program) -> None:
    make_draft()

    assert using.ask("patch", DRAFT, {"title": "New"}).status_code == 428
    assert Episode.objects.get().title == "A bare draft"


def test_a_request_without_changes_adds_no_history(using: Program) -> None:
    episode = make_draft()
    lines = episode.history.count()

    answer = using.ask("patch", DRAFT, {"title": "A bare draft", "tags": []}, if_match="*")

    assert answer.status_code == 200
    assert episode.history.count() == lines


def test_a_stated_duration_is_compared_with_the_captions(using: Program) -> None:
    make_episode(publish=False)

    using.ask("patch", "/drafts/a-plain-talk/", {"stated_duration": 9000}, if_match="*")

    assert any("stated duration" in said for said in Transcript.objects.get().failed_gates)


@pytest.mark.parametrize(
    ("said", "name", "told"),
    [
        ({"titel": "x"}, "titel", "Did you mean “title”?"),
        ({"title": 0}, "title", "Must be a string."),
        ({"tags": ["testing", 7]}, "tags", "Must be a string."),
        ({"status": "published"}, "status", "Unknown field “status”"),
        ({"title": ""}, "title", "blank"),
        ({"title": "x" * 301}, "title", "300"),
        ({"title": "nul\0"}, "title", "Null"),
        ({"title": "half \ud800"}, "title", "Surrogate"),
        ({"title": None}, "title", "null"),
        ({"show": "none"}, "show", "Show “none” does not exist"),
        ({"show": {"a": 1}}, "show", ""),
        ({"shelf": "none"}, "shelf", "Shelf “none” does not exist"),
        ({"slug": "other"}, "slug", "cannot be changed"),
        ({"guests": "Ada"}, "guests", "list"),
        ({"guests": ["x" * 201]}, "guests.0", "200"),
        ({"tags": [""]}, "tags.0", "blank"),
        ({"published_on": "soon"}, "published_on", "YYYY"),
        ({"summary": "A text."}, "summary_by", "Required with summary"),
        ({"summary": "A text.", "summary_by": "nobody"}, "summary_by", "nobody"),
        ({"audio_url": "javascript:alert(1)"}, "audio_url", "valid URL"),
        ({"stated_duration": -1}, "stated_duration", "0"),
        ({"stated_duration": 10**30}, "stated_duration", "2147483647"),
        ([1], "non_field_errors", "dictionary"),
        ("{", "", "JSON"),
        (b"\xff", "", ""),
        ("[" * 100_000, "", "nested too deeply"),
        ('{"stated_duration": ' + "9" * 5_000 + "}", "", "JSON"),
    ],
)
def test_invalid_values_are_rejected_by_field(
    using: Program, said: Any, name: str, told: str
) -> None:
    episode = make_draft()
    lines = episode.history.count()

    answer = using.ask("patch", DRAFT, said, if_match="*")

    assert answer.status_code == 400
    problem = answer.json()
    assert told in problem["detail"]
    assert [part["name"] for part in problem.get("errors", [{"name": ""}])] == [name]
    assert Episode.objects.get().title == "A bare draft"
    assert episode.history.count() == lines


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ({"show": "bare"}, "title"),
        ({"title": "No show"}, "show"),
        ({"title": "???", "show": "bare"}, "slug"),
        ({"title": "x", "show": "bare", "slug": "not a slug"}, "slug"),
    ],
)
def test_an_invalid_draft_is_rejected(using: Program, said: dict[str, Any], name: str) -> None:
    make_draft()

    answer = using.ask("post", "/drafts/", said)

    assert answer.status_code == 400
    assert [part["name"] for part in answer.json()["errors"]] == [name]
    assert Episode.objects.count() == 1


def test_new_guests_need_their_own_permission() -> None:
    account = make_account("edna", "Editor")
    account.groups.get().permissions.remove(
        *account.groups.get().permissions.filter(codename="add_guest")
    )
    make_draft()
    Guest.objects.create(slug="ada", name="Ada")
    using = Program(create_token(account)[1])

    known = using.ask("patch", DRAFT, {"guests": ["Ada"]}, if_match="*")
    new = using.ask("patch", DRAFT, {"guests": ["Zoe"], "title": "New"}, if_match="*")

    assert (known.status_code, new.status_code) == (200, 403)
    assert "Zoe" in new.json()["detail"]
    assert Episode.objects.get().title == "A bare draft"


def test_a_form_is_rejected(using: Program) -> None:
    answer = using.ask("post", "/drafts/", {"title": "x"}, kind="form")

    assert answer.status_code == 415


@pytest.mark.parametrize("address", ["/drafts/none/", "/drafts/none/scoring/", "/jobs/999/"])
def test_missing_objects_are_not_found(using: Program, address: str) -> None:
    method = "post" if "scoring" in address else "get"

    assert using.ask(method, address).status_code == 404
