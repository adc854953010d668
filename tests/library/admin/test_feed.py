"""Feeds in the admin: permissions."""

import pytest
from django.test import Client

from library.models import Feed, Job, Show
from tests.make import make_account

pytestmark = pytest.mark.django_db

LIST = "/admin/library/feed/"


@pytest.fixture
def feed() -> Feed:
    show = Show.objects.create(slug="show", title="Show")
    return Feed.objects.create(show=show, url="https://feeds.example/old.xml")


def fields(show: Show, url: str) -> dict[str, str]:
    return {"show": str(show.pk), "url": url, "most_new": "5", "enabled": "on"}


@pytest.mark.parametrize("group", ["Editor", "Reviewer", "Administrator"])
def test_every_group_adds_changes_and_reads_feeds(client: Client, feed: Feed, group: str) -> None:
    client.force_login(make_account("somebody", group))

    assert client.get(LIST).status_code == 200
    change = client.post(
        f"{LIST}{feed.pk}/change/", fields(feed.show, "https://feeds.example/new.xml")
    )
    assert change.status_code == 302
    feed.refresh_from_db()
    assert feed.url == "https://feeds.example/new.xml"
    other = Show.objects.create(slug="other", title="Other")
    added = client.post(f"{LIST}add/", fields(other, "https://feeds.example/other.xml"))
    assert added.status_code == 302
    assert Feed.objects.count() == 2


@pytest.mark.parametrize("group", ["Editor", "Reviewer", "Administrator"])
def test_every_group_starts_an_import_by_hand(
    client: Client, feed: Feed, group: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("library.admin.job.queue_job", lambda job, items: True)
    client.force_login(make_account("somebody", group))

    response = client.post(LIST, {"action": "read_now", "_selected_action": [feed.pk]})

    job = Job.objects.get()
    assert (response.status_code, response["Location"]) == (302, job.admin_url)
    assert str(job.created_by) == "somebody"


def test_an_account_without_a_group_has_no_access(client: Client, feed: Feed) -> None:
    client.force_login(make_account("nobody"))

    for address in (LIST, f"{LIST}add/", f"{LIST}{feed.pk}/change/", f"{LIST}{feed.pk}/delete/"):
        assert client.get(address).status_code == 403
        assert client.post(address, {"url": "https://feeds.example/new.xml"}).status_code == 403
    client.post(LIST, {"action": "read_now", "_selected_action": [feed.pk]})
    assert not Job.objects.exists()


def test_anonymous_users_are_redirected_to_the_login(client: Client, feed: Feed) -> None:
    for address in (LIST, f"{LIST}add/", f"{LIST}{feed.pk}/change/", f"{LIST}{feed.pk}/delete/"):
        for response in (client.get(address), client.post(address, {"action": "read_now"})):
            assert response.status_code == 302
            assert response["Location"].startswith("/admin/login/")
    assert Feed.objects.get().url == "https://feeds.example/old.xml"
    assert not Job.objects.exists()


def test_a_url_without_a_scheme_gets_https(client: Client, feed: Feed) -> None:
    client.force_login(make_account("somebody", "Editor"))

    client.post(f"{LIST}{feed.pk}/change/", fields(feed.show, "feeds.example/new.xml"))

    feed.refresh_from_db()
    assert feed.url == "https://feeds.example/new.xml"
