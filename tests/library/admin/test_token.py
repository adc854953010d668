"""Tokens in the admin: created, shown once and revoked."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from library.models import Token
from library.services.api_tokens import TokenRejected, authenticate_token, create_token
from tests.make import create_token as stored_token
from tests.make import make_account

pytestmark = pytest.mark.django_db
LIST, ADD = "/admin/library/token/", "/admin/library/token/add/"


def said(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Night import",
        "scopes": ["episodes:write"],
        "expires_on": (timezone.now() + timedelta(days=10)).date().isoformat(),
    } | changes


def login(client: Client, name: str, *groups: str) -> User:
    account = make_account(name, *groups)
    client.force_login(account)
    return account


@pytest.mark.parametrize("group", ["Editor", "Reviewer", "Administrator"])
def test_users_create_their_own_tokens_and_see_them_once(client: Client, group: str) -> None:
    account = login(client, "edna", group)

    page = client.post(ADD, said(), follow=True).text

    token = Token.objects.get()
    secret = next(word for word in page.replace("<", " ").split() if word.startswith("cpt_"))
    assert authenticate_token(secret) == token
    assert (token.owner, token.scopes, token.state) == (account, ["episodes:write"], "active")
    assert secret not in client.get(LIST).text
    assert secret not in client.get(f"{LIST}{token.pk}/change/").text


def test_an_account_without_a_group_cannot_create_tokens(client: Client) -> None:
    login(client, "nobody")

    assert client.post(ADD, said()).status_code == 403
    assert not Token.objects.exists()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name": ""}, "required"),
        ({"scopes": []}, "required"),
        ({"scopes": ["all"]}, "not one of the available"),
        ({"expires_on": "2020-01-01"}, "within 366 days"),
        ({"expires_on": "2999-01-01"}, "within 366 days"),
        ({"expires_on": "soon"}, "valid date"),
    ],
)
def test_invalid_tokens_are_rejected(client: Client, change: dict[str, Any], told: str) -> None:
    login(client, "edna", "Editor")

    assert told in client.post(ADD, said(**change)).text
    assert not Token.objects.exists()


def test_only_usable_scopes_are_offered(client: Client) -> None:
    account = login(client, "edna", "Editor")
    permissions = account.groups.get().permissions
    permissions.remove(*permissions.filter(codename="add_assessment"))

    page = client.get(ADD).text
    answer = client.post(ADD, said(scopes=["assessments:write"]))

    assert "episodes:write: Create and change episodes" in page
    assert "assessments:write" not in page
    assert answer.status_code == 200
    assert not Token.objects.exists()
    with pytest.raises(TokenRejected, match="assessments:write"):
        create_token(
            User.objects.get(), name="x", scopes=["assessments:write"],
            expires_at=timezone.now() + timedelta(days=1),
        )  # fmt: skip


def test_users_see_and_revoke_their_own_tokens(client: Client) -> None:
    other, _ = stored_token(make_account("olga", "Editor"))
    mine, secret = stored_token(login(client, "edna", "Editor"))
    assert client.get(f"{LIST}{other.pk}/change/").status_code == 302

    client.post(LIST, {"action": "revoke", "_selected_action": [mine.pk, other.pk]})

    assert authenticate_token(secret) is None
    other.refresh_from_db()
    assert other.state == "active"


def test_administrators_revoke_any_token(client: Client) -> None:
    token, secret = stored_token(make_account("olga", "Editor"))
    login(client, "ada", "Administrator")

    page = client.post(LIST, {"action": "revoke", "_selected_action": [token.pk]}, follow=True)

    assert "1 token revoked" in page.text
    assert authenticate_token(secret) is None
    assert "Revoked" in client.get(f"{LIST}{token.pk}/history/").text


def test_tokens_cannot_be_changed(client: Client) -> None:
    token, _ = stored_token(login(client, "edna", "Administrator"), "drafts:read")

    client.post(f"{LIST}{token.pk}/change/", said(name="Other"))

    token.refresh_from_db()
    assert (token.name, token.scopes) == ("Night import", ["drafts:read"])
