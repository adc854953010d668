"""Permissions of each scope, group and endpoint, and invalid tokens."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from library.models import Episode, Job, PendingChange, Scope, Token, Transcript
from library.services.api_tokens import USE_INTERVAL, revoke_token
from scoring.models import Assessment
from tests.budget import queries
from tests.library.api.writing.ask import ASSESSMENT, VTT, Program, program
from tests.make import create_token, make_account, make_draft, make_episode

pytestmark = pytest.mark.django_db
OF_TALK = "/drafts/a-plain-talk"
ADDRESSES: dict[str, tuple[str, str, Any, str, tuple[str, ...], int]] = {
    "read": ("get", f"{OF_TALK}/", None, "", ("drafts:read", "episodes:write"), 200),
    "make": (
        "post", "/drafts/", {"title": "New", "show": "test-show"}, "", ("episodes:write",), 201,
    ),
    "edit": ("patch", f"{OF_TALK}/", {"title": "Other"}, "", ("episodes:write",), 200),
    "delete": ("delete", f"{OF_TALK}/", None, "", ("episodes:write",), 204),
    "list": ("get", "/drafts/", None, "", ("drafts:read", "episodes:write"), 200),
    "segments": (
        "get", f"{OF_TALK}/segments/", None, "", ("drafts:read", "episodes:write"), 200,
    ),
    "assessments": (
        "get", f"{OF_TALK}/assessments/", None, "", ("drafts:read", "episodes:write"), 200,
    ),
    "upload": (
        "post", f"{OF_TALK}/transcript/?kind=machine", VTT, "text/vtt", ("transcripts:write",), 201,
    ),
    "score": ("post", f"{OF_TALK}/scoring/", None, "", ("scoring:run",), 202),
    "follow": (
        "get", "/jobs/{job}/", None, "", ("drafts:read", "scoring:run", "transcripts:write"), 200,
    ),
    "hand in": ("post", f"{OF_TALK}/assessments/", ASSESSMENT, "", ("assessments:write",), 201),
}  # fmt: skip


@pytest.fixture(autouse=True)
def _talk() -> Episode:
    return make_episode(publish=False)


def ask(using: Program, name: str) -> Any:
    method, address, data, kind, _, _ = ADDRESSES[name]
    job = Job.objects.create(kind="score", title="Score it") if "{job}" in address else None
    headers = {"if_match": "*"} if method in ("patch", "delete") else {}
    return using.ask(method, address.format(job=job and job.pk), data, kind=kind, **headers)


def stored() -> list[Any]:
    return [
        list(Episode.objects.order_by("pk").values()),
        Transcript.objects.count(),
        Assessment.objects.count(),
        Job.objects.filter(token__isnull=False).count(),
    ]


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("scope", Scope.values)
@pytest.mark.parametrize("group", ["", "Editor", "Reviewer", "Administrator"])
def test_scope_and_permission_are_both_needed(name: str, scope: str, group: str) -> None:
    before = stored()

    answer = ask(program(*[group] if group else [], scopes=(scope,)), name)

    may = group == "Administrator" if name == "delete" else bool(group)
    if may and scope in ADDRESSES[name][4]:
        assert answer.status_code == ADDRESSES[name][5], answer.content
        return
    assert answer.status_code == 403
    assert answer["Content-Type"] == "application/problem+json"
    assert ("scope" if scope not in ADDRESSES[name][4] else "owner") in answer.json()["detail"]
    assert stored() == before


@pytest.mark.parametrize("name", ADDRESSES)
@pytest.mark.parametrize("fault", ["none", "unknown", "revoked", "expired", "asleep", "no staff"])
def test_an_invalid_token_is_rejected(name: str, fault: str) -> None:
    account = make_account("edna", "Administrator")
    token, secret = create_token(account, days=-1 if fault == "expired" else 1)
    if fault == "revoked":
        revoke_token(token)
    if fault in ("asleep", "no staff"):
        User.objects.update(**{"is_active" if fault == "asleep" else "is_staff": False})
    before = stored()

    answer = ask(Program({"none": "", "unknown": f"{secret}x"}.get(fault, secret)), name)

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"
    assert stored() == before


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_session_cookie_cannot_write(admin_client: Client, name: str) -> None:
    """Another site's page could send its visitor's cookies, but never a token."""
    method, address, data, kind, _, _ = ADDRESSES[name]

    answer = getattr(admin_client, method)(
        f"/api/v1{address.format(job=1)}", data, content_type=kind or "application/json"
    )

    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("given", "is_malformed"),
    [("Basic abc", False), ("Bearer", True), ("Bearer a b", True), ("Bearer \xe4", False)],
)
def test_another_kind_of_authorization_is_rejected_for_reads_too(
    client: Client, given: str, is_malformed: bool
) -> None:
    answer = client.get("/api/v1/episodes/", headers={"authorization": given})

    assert answer.status_code == 401
    assert ('error="invalid_request"' in answer["WWW-Authenticate"]) == is_malformed


def test_revoked_permissions_apply_to_tokens() -> None:
    using = program("Editor")
    assert ask(using, "edit").status_code == 200
    User.objects.get(username="edna").groups.clear()

    assert ask(using, "edit").status_code == 403


def test_only_the_digest_is_stored() -> None:
    token, secret = create_token(make_account("edna", "Editor"))

    kept = Token.objects.filter(pk=token.pk).values().get()

    assert secret not in str(kept)
    assert len(secret) > 40
    assert secret.startswith(kept["hint"])


def test_the_last_use_is_stored_at_most_once_a_minute() -> None:
    token, secret = create_token(make_account("edna", "Editor"))
    using = Program(secret)
    using.ask("get", "/episodes/")
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    with queries(3):  # token, version, episode
        using.ask("get", "/episodes/none/transcript/")
    Token.objects.update(last_used_at=timezone.now() - USE_INTERVAL - timedelta(seconds=1))

    using.ask("get", "/episodes/")

    token.refresh_from_db()
    assert token.last_used_at
    assert token.last_used_at > first


@pytest.mark.parametrize("group", ["Editor", "Reviewer", "Administrator"])
def test_published_pages_change_only_after_a_second_person_accepts(group: str) -> None:
    Episode.objects.update(status="published")
    using = program(group)
    before = list(Episode.objects.values("title", "status", "updated_at"))
    current = Transcript.objects.get()

    edited = ask(using, "edit")
    uploaded = ask(using, "upload")

    assert (edited.status_code, uploaded.status_code) == (202, 202)
    assert edited.json()["title"] == "A plain talk"
    assert (uploaded.json()["changed"], uploaded.json()["waits"]) == (False, True)
    assert list(Episode.objects.values("title", "status", "updated_at")) == before
    assert Transcript.objects.get(is_current=True) == current
    fields, transcript = PendingChange.objects.order_by("kind")
    assert fields.after == {"title": "Other"}
    assert fields.reason.startswith("By token")
    assert transcript.transcript == Transcript.objects.exclude(pk=current.pk).get()


@pytest.mark.parametrize("name", ADDRESSES)
def test_the_cost_does_not_grow_with_the_library(name: str) -> None:
    using = program("Administrator")
    using.ask("get", f"{OF_TALK}/")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            assert ask(using, name).status_code == ADDRESSES[name][5]
            transaction.set_rollback(True)
        return len(captured)

    few = cost()
    for number in range(20):
        make_draft(f"Draft {number}")

    assert cost() == few


def test_reading_a_draft_takes_six_queries() -> None:
    using = program("Editor")
    using.ask("get", f"{OF_TALK}/")

    with queries(6):  # token, permissions of account and groups, episode, guests, tags
        using.ask("get", f"{OF_TALK}/")


def test_writes_count_by_token_even_if_rejected(settings: Any) -> None:
    settings.API_TOKEN_RATE, settings.API_RATE = 3, 2
    using = program("Editor", scopes=("drafts:read",))

    told = [using.ask("post", "/drafts/", {}) for _ in range(4)]
    guesses = [Program("cpt_guess").ask("get", "/episodes/").status_code for _ in range(3)]

    assert [answer.status_code for answer in told] == [403, 403, 403, 429]
    assert told[0]["RateLimit-Limit"] == "3"
    assert told[0]["RateLimit-Remaining"] == "2"
    assert told[3]["Retry-After"]
    assert guesses == [401, 401, 429]
