"""Episodes made and changed by programs."""

from typing import Any

import pytest

from library.models import Episode, Guest, Show, Transcript
from tests.library.api.writing.ask import Program, program
from tests.make import make_account, make_draft, make_episode, make_token

pytestmark = pytest.mark.django_db
DRAFT = "/drafts/a-bare-draft/"


@pytest.fixture
def using() -> Program:
    return program("Editor")


def test_a_draft_is_made_and_nobody_but_editors_sees_it(using: Program) -> None:
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


def test_the_history_says_who_and_by_which_token() -> None:
    account = make_account("edna", "Editor")
    token, secret = make_token(account)
    make_draft()

    Program(secret).ask("patch", DRAFT, {"title": "New", "tags": ["fresh"]}, if_match="*")

    lines = Episode.objects.get().history.all()[:2]
    assert [(line.history_user, line.history_change_reason) for line in lines] == [
        (account, f"By token {token}")
    ] * 2
    assert [tag.tag.name for tag in lines[0].tags.all()] == ["fresh"]


def test_a_text_is_who_wrote_its(using: Program) -> None:
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


def test_guests_and_tags_count_for_the_etag_and_the_state_does_not(using: Program) -> None:
    make_draft()
    read = using.ask("get", DRAFT)["ETag"]
    Episode.objects.update(status="scored")
    assert using.ask("get", DRAFT)["ETag"] == read

    using.ask("patch", DRAFT, {"guests": ["Ada"]}, if_match=read)

    assert using.ask("patch", DRAFT, {"guests": []}, if_match=read).status_code == 412


def test_a_change_that_does_not_say_of_what_is_refused(using: Program) -> None:
    make_draft()

    assert using.ask("patch", DRAFT, {"title": "New"}).status_code == 428
    assert Episode.objects.get().title == "A bare draft"


def test_what_changes_nothing_leaves_no_line_in_the_history(using: Program) -> None:
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
        ({"title": 0}, "title", "This is to be text."),
        ({"tags": ["testing", 7]}, "tags", "This is to be text."),
        ({"status": "published"}, "status", "no field “status” to write"),
        ({"title": ""}, "title", "blank"),
        ({"title": "x" * 301}, "title", "300"),
        ({"title": "nul\0"}, "title", "Null"),
        ({"title": "half \ud800"}, "title", "Surrogate"),
        ({"title": None}, "title", "null"),
        ({"show": "none"}, "show", "There is no show “none”"),
        ({"show": {"a": 1}}, "show", ""),
        ({"shelf": "none"}, "shelf", "There is no shelf “none”"),
        ({"slug": "other"}, "slug", "not changed"),
        ({"guests": "Ada"}, "guests", "list"),
        ({"guests": ["x" * 201]}, "guests.0", "200"),
        ({"tags": [""]}, "tags.0", "blank"),
        ({"published_on": "soon"}, "published_on", "YYYY"),
        ({"summary": "A text."}, "summary_by", "Say who wrote the text"),
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
def test_what_cannot_be_is_refused_by_name(using: Program, said: Any, name: str, told: str) -> None:
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
        ({"title": "A bare draft", "show": "bare"}, "slug"),
        ({"title": "???", "show": "bare"}, "slug"),
        ({"title": "x", "show": "bare", "slug": "not a slug"}, "slug"),
    ],
)
def test_a_draft_that_cannot_be_made_is_refused(
    using: Program, said: dict[str, Any], name: str
) -> None:
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
    using = Program(make_token(account)[1])

    known = using.ask("patch", DRAFT, {"guests": ["Ada"]}, if_match="*")
    new = using.ask("patch", DRAFT, {"guests": ["Zoe"], "title": "New"}, if_match="*")

    assert (known.status_code, new.status_code) == (200, 403)
    assert "Zoe" in new.json()["detail"]
    assert Episode.objects.get().title == "A bare draft"


def test_a_form_is_no_draft(using: Program) -> None:
    answer = using.ask("post", "/drafts/", {"title": "x"}, kind="form")

    assert answer.status_code == 415


@pytest.mark.parametrize("address", ["/drafts/none/", "/drafts/none/scoring/", "/jobs/999/"])
def test_what_is_not_there_is_not_found(using: Program, address: str) -> None:
    method = "post" if "scoring" in address else "get"

    assert using.ask(method, address).status_code == 404
