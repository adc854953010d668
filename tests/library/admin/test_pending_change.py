"""Admin pages of pending changes: list, word-by-word differences, accept, return."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, PendingChange
from library.services.versions import version_of
from tests.budget import queries
from tests.library.admin.test_versioned import form_of
from tests.make import make_account, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account


@pytest.fixture
def episode(editor: User) -> Episode:
    episode = make_ready()
    episode.status = Episode.Status.PUBLISHED
    episode.save()
    return episode


def save(client: Client, episode: Episode, **values: Any) -> Any:
    form = form_of(episode, why_it_matters="It matters.", **values)
    return client.post(f"/admin/library/episode/{episode.pk}/change/", form, follow=True)


def test_saving_a_published_episode_opens_the_pending_change(
    client: Client, episode: Episode
) -> None:
    html = save(client, episode, summary="It is about tests.").content.decode()

    change = PendingChange.objects.get()
    assert "The page will change once a second person accepts it." in html
    assert "It is about <del>testing.</del><ins>tests.</ins>" in html
    assert "You proposed this change; someone else must accept it." in html
    assert 'name="accept"' not in html
    assert Episode.objects.get().summary == "It is about testing."
    form = client.get(f"/admin/library/episode/{episode.pk}/change/").content.decode()
    assert f"/admin/library/pendingchange/{change.pk}/change/" in form
    start = client.get("/admin/").content.decode()
    assert "Pending changes</a>" in start


def test_a_pending_change_shows_guests_and_shelf_by_name(client: Client, episode: Episode) -> None:
    html = save(client, episode, guests=[], shelf="").content.decode()

    assert "<del>Ada Guest</del>" in html
    assert "<del>Test shelf</del>" in html
    assert list(Episode.objects.get().guests.values_list("name", flat=True)) == ["Ada Guest"]


def test_a_reviewer_can_accept_or_return_a_change(client: Client, episode: Episode) -> None:
    save(client, episode, summary="They recieve it.")
    change = PendingChange.objects.get()
    client.force_login(make_account("rita", "Reviewer"))
    page = f"/admin/library/pendingchange/{change.pk}/change/"
    assert 'name="corrected-summary"' in client.get(page).content.decode()
    decide = f"/admin/library/pendingchange/{change.pk}/decide/"

    assert "Enter a note" in client.post(decide, {"return": "1"}, follow=True).text
    seen = version_of(change)
    change.save()
    late = client.post(decide, {"accept": "1", "seen": seen}, follow=True).text
    assert "The proposal changed while you were reading it." in late
    assert Episode.objects.get().summary == "It is about testing."
    corrected = {"corrected-summary": "They receive it.", "note": ""}
    client.post(decide, {"accept": "1", "seen": version_of(change), **corrected})

    assert Episode.objects.get().summary == "They receive it."
    assert "Accepted by rita" in client.get(page).content.decode()
    assert "has already been accepted" in client.post(decide, {"accept": "1"}, follow=True).text


def test_minor_changes_are_published_at_once_and_others_rejected(
    client: Client, episode: Episode
) -> None:
    refused = save(client, episode, summary="It is not about testing.", minor="on")
    assert "These changes are more than typing errors" in refused.text
    episode.summary = "They recieve it."
    episode.save()

    save(client, episode, summary="They receive it.", minor="on")

    assert Episode.objects.get().summary == "They receive it."
    assert not PendingChange.objects.exists()


def test_accounts_without_permission_and_get_requests_cannot_decide(
    client: Client, episode: Episode
) -> None:
    save(client, episode, summary="It is about tests.")
    change = PendingChange.objects.get()
    decide = f"/admin/library/pendingchange/{change.pk}/decide/"
    assert client.get(decide).status_code == 405
    client.force_login(make_account("stranger"))

    assert client.get("/admin/library/pendingchange/").status_code == 403
    client.post(decide, {"accept": "1"})
    change.refresh_from_db()
    assert change.state == "waiting"


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_number(
    client: Client, episode: Episode, count: int
) -> None:
    for _ in range(count):
        PendingChange.objects.create(episode=episode, kind="fields", before={}, after={})
    client.get("/admin/library/pendingchange/")
    with queries(7):
        client.get("/admin/library/pendingchange/")
