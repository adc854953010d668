"""Actions with selected episodes: steps, shelf, tags, scorer and export."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Job, Shelf, Tag
from tests.make import accept_waiting, make_account, make_draft, make_ready

pytestmark = pytest.mark.django_db
LIST = "/admin/library/episode/"


def login(client: Client, name: str, *groups: str) -> User:
    account = make_account(name, *groups)
    client.force_login(account)
    return account


def do(client: Client, action: str, *episodes: Episode, **more: Any) -> str:
    keys = [episode.pk for episode in episodes]
    data = {"action": action, "_selected_action": keys, **more}
    return client.post(LIST, data, follow=True).content.decode()


def test_selected_episodes_are_submitted_and_rejections_name_their_titles(client: Client) -> None:
    editor = login(client, "edna", "Editor")
    ready, draft = make_ready(), make_draft()

    html = do(client, "submit_selected", ready, draft)

    ready.refresh_from_db()
    assert (ready.status, ready.submitted_by) == ("in_review", editor)
    assert "1 episode submitted for review." in html
    assert "A bare draft: “Summary” is empty; a person must write it." in html


def test_a_reviewer_publishes_a_selection_but_not_own_work(client: Client) -> None:
    reviewer = login(client, "rita", "Reviewer")
    ready, own = make_ready(), make_ready("My own")
    Episode.objects.update(status="in_review")
    Episode.objects.filter(pk=own.pk).update(submitted_by=reviewer)

    html = do(client, "publish_selected", ready, own)

    assert "1 episode published." in html
    assert "My own: You submitted this episode for review; someone else must publish it." in html
    assert [row.slug for row in Episode.objects.published()] == [ready.slug]


def test_shelf_and_tags_are_changed_for_a_selection(client: Client) -> None:
    editor = login(client, "edna", "Editor")
    one, two = make_ready("One"), make_ready("Two")
    shelf = Shelf.objects.create(title="Work", slug="work")
    tag = Tag.objects.create(name="jobs", slug="jobs")

    page = do(client, "change_selected", one, two)
    assert "2 episodes" in page
    html = do(client, "change_selected", one, two, apply="1", shelf=shelf.pk, tags=[tag.pk])

    assert "2 episodes changed." in html
    for episode in (one, two):
        episode.refresh_from_db()
        assert episode.shelf == shelf
        assert {row.name for row in episode.tags.all()} == {"jobs", "testing"}
        assert episode.history.latest().history_user == editor


def test_changes_of_published_episodes_wait_for_a_second_person(client: Client) -> None:
    login(client, "edna", "Editor")
    episode = make_ready()
    Episode.objects.update(status="published")
    shelf = Shelf.objects.create(title="Work", slug="work")

    html = do(client, "change_selected", episode, apply="1", shelf=shelf.pk)

    episode.refresh_from_db()
    assert episode.shelf != shelf
    assert "Published episodes that wait for a second person to accept the change: 1." in html
    accept_waiting(episode)
    episode.refresh_from_db()
    assert episode.shelf == shelf
    assert "No episode needed a change." in do(
        client, "change_selected", episode, apply="1", shelf=shelf.pk
    )


def test_a_selection_is_rescored_with_a_chosen_scorer(client: Client) -> None:
    login(client, "edna", "Editor")
    episode = make_ready()

    do(client, "change_selected", episode, apply="1", scorer="keywords")

    assert Job.objects.get().items.get().payload["scorer"] == "keywords"


def test_an_empty_form_and_a_large_selection_are_rejected(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    login(client, "edna", "Editor")
    one, two = make_ready("One"), make_ready("Two")

    assert "Choose a shelf, a tag or a scorer." in do(client, "change_selected", one, apply="1")
    monkeypatch.setattr("library.admin.episode_actions.MAX_SELECTED", 1)
    assert "Select at most 1 episodes at once." in do(client, "submit_selected", one, two)
    assert not Episode.objects.filter(status="in_review").exists()


def test_only_selected_episodes_are_exported(client: Client) -> None:
    login(client, "edna", "Editor")
    one, _ = make_ready("One"), make_ready("Two")

    form = do(client, "export_admin_action", one)
    assert "Export 1 selected episode." in form
    fields = dict.fromkeys(("episoderesource_slug", "episoderesource_title"), "on")
    data = {"format": "0", "resource": "", "export_items": [one.pk], **fields}
    written = client.post(f"{LIST}export/", data).content.decode()

    assert written.splitlines() == ["slug,title", "one,One"]
