"""Administrators manage accounts, but nobody can raise their own rights."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client

from tests.make import make_account

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> User:
    account = make_account("adam", "Administrator")
    client.force_login(account)
    return account


def save(client: Client, account: User, **fields: Any) -> int:
    data = {"username": account.username, "is_active": "on", "is_staff": "on", **fields}
    return client.post(f"/admin/auth/user/{account.pk}/change/", data).status_code


def rights_of(account: User) -> tuple[bool, set[str], set[str]]:
    stored = User.objects.get(pk=account.pk)
    return (
        stored.is_superuser,
        set(stored.groups.values_list("name", flat=True)),
        set(stored.user_permissions.values_list("codename", flat=True)),
    )


def test_an_administrator_moves_an_account_to_another_group(
    client: Client, administrator: User
) -> None:
    account = make_account("edna", "Editor")

    status = save(client, account, groups=[Group.objects.get(name="Reviewer").pk])

    assert status == 302
    assert rights_of(account) == (False, {"Reviewer"}, set())


def test_administrators_cannot_grant_rights_they_lack(client: Client, administrator: User) -> None:
    account, owners = make_account("edna", "Editor"), Group.objects.create(name="Owners")
    owners.permissions.add(Permission.objects.get(codename="change_group"))
    every = [permission.pk for permission in Permission.objects.all()]

    save(client, account, is_superuser="on", user_permissions=every)
    refused = save(client, account, groups=[owners.pk])

    assert refused == 200
    assert rights_of(account) == (False, set(), set())


def test_administrators_cannot_raise_their_own_rights(client: Client, administrator: User) -> None:
    every = [permission.pk for permission in Permission.objects.all()]
    groups = [group.pk for group in Group.objects.all()]

    save(client, administrator, is_superuser="on", user_permissions=every, groups=groups)

    assert rights_of(administrator) == (False, {"Administrator"}, set())
    html = client.get(f"/admin/auth/user/{administrator.pk}/change/").content.decode()
    assert 'name="is_superuser"' not in html
    assert 'name="groups"' not in html


@pytest.mark.parametrize("active", [True, False])
@pytest.mark.parametrize("kind", ["superuser", "single permission"])
def test_an_account_with_more_rights_cannot_be_taken_over(
    client: Client, administrator: User, kind: str, active: bool
) -> None:
    above = make_account("root", "Editor")
    above.is_superuser, above.is_active = kind == "superuser", active
    above.save()
    above.user_permissions.add(Permission.objects.get(codename="change_group"))
    address = f"/admin/auth/user/{above.pk}/"
    new = dict.fromkeys(("password1", "password2"), "new words of mine")

    assert client.post(f"{address}password/", new).status_code == 403
    assert save(client, above, username="mine") == 403
    assert client.post(f"{address}delete/", {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": above.pk, "post": "yes"}
    assert client.post("/admin/auth/user/", chosen).status_code == 403
    stored = User.objects.get(pk=above.pk)
    assert (stored.username, stored.password) == ("root", above.password)


def test_an_account_cannot_delete_itself(client: Client, administrator: User) -> None:
    address = f"/admin/auth/user/{administrator.pk}/delete/"

    assert client.post(address, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=administrator.pk).exists()


def test_only_superusers_can_create_superusers(client: Client) -> None:
    client.force_login(User.objects.create_superuser("root", "root@example.org", "secret"))
    account = make_account("edna", "Editor")

    save(client, account, is_superuser="on")

    assert rights_of(account)[0]
