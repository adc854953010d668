"""The form of an episode shows the steps an account may take, and saves and submits at once."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode
from tests.make import make_account, make_draft, make_ready

pytestmark = pytest.mark.django_db
FORM = {
    "title": "A ready talk", "slug": "a-ready-talk", "why_it_matters": "It matters.",
    "summary": "It is new.", "why_it_matters_by": "editor", "summary_by": "editor",
    "editor_note_by": "editor",
}  # fmt: skip


def login(client: Client, name: str, *groups: str) -> User:
    account = make_account(name, *groups)
    client.force_login(account)
    return account


def form(client: Client, episode: Episode) -> str:
    return client.get(f"/admin/library/episode/{episode.pk}/change/").content.decode()


def buttons(html: str) -> list[str]:
    return [part.split('"')[0] for part in html.split('name="step" value="')[1:]]


def test_saving_and_submitting_is_one_step(client: Client) -> None:
    editor, episode = login(client, "edna", "Editor"), make_ready()
    data = {**FORM, "show": episode.show_id, "_submit": "1"}

    assert "Save and submit for review" in form(client, episode)
    html = client.post(
        f"/admin/library/episode/{episode.pk}/change/", data, follow=True
    ).content.decode()

    episode.refresh_from_db()
    assert (episode.status, episode.submitted_by, episode.summary) == (
        "in_review", editor, "It is new.",
    )  # fmt: skip
    assert "Submitted for review." in html
    assert "Save and submit for review" not in html


def test_a_failed_submission_saves_the_episode_and_shows_the_reasons(client: Client) -> None:
    login(client, "edna", "Editor")
    episode = make_ready()
    data = {**FORM, "summary": "", "show": episode.show_id, "_submit": "1"}

    html = client.post(
        f"/admin/library/episode/{episode.pk}/change/", data, follow=True
    ).content.decode()

    episode.refresh_from_db()
    assert (episode.status, episode.summary) == ("scored", "")
    assert "“Summary” is empty; a person must write it." in html


@pytest.mark.parametrize(
    ("group", "status", "shown"),
    [
        ("Editor", "scored", ["submit"]),
        ("Editor", "in_review", ["withdraw"]),
        ("Editor", "published", []),
        ("Reviewer", "in_review", ["withdraw", "publish", "return", "schedule"]),
        ("Administrator", "published", ["archive"]),
        ("Administrator", "archived", ["restore", "override"]),
    ],
)
def test_only_allowed_steps_have_a_button(
    client: Client, group: str, status: str, shown: list[str]
) -> None:
    login(client, "someone", group)
    episode = make_ready()
    Episode.objects.update(status=status)

    assert buttons(form(client, episode)) == shown


def test_a_blocked_step_shows_the_reasons_instead_of_a_button(client: Client) -> None:
    account, episode, draft = login(client, "rita", "Reviewer"), make_ready(), make_draft()
    Episode.objects.filter(pk=episode.pk).update(status="in_review", submitted_by=account)

    html = form(client, episode)

    assert buttons(html) == ["withdraw", "return"]
    assert "You submitted this episode for review; someone else must publish it." in html
    assert buttons(form(client, draft)) == []


def test_publications_are_scheduled_in_the_displayed_time_zone(client: Client) -> None:
    login(client, "rita", "Reviewer")
    episode = make_ready()
    Episode.objects.update(status="in_review")
    address = f"/admin/library/episode/{episode.pk}/workflow/"
    assert "Publish later (time zone: UTC)" in form(client, episode)

    for odd in ("x", "2026-13-01T09:00", "9999-12-31T23:59-14:00"):
        moment = {"step": "schedule", "publish_at": odd}
        refused = client.post(address, moment, follow=True).content.decode()
        assert "Enter the date and time of publication." in refused
    missing = client.post(address, {"step": "schedule", "publish_at": ""}, follow=True)
    past = {"step": "schedule", "publish_at": "2020-01-01T09:00"}
    late = client.post(address, past, follow=True)
    moment = {"step": "schedule", "publish_at": "2999-01-01T09:00"}
    shown = client.post(address, moment, follow=True).content.decode()

    assert "Enter the date and time of publication." in missing.content.decode()
    assert "Choose a time in the future." in late.content.decode()
    assert "Will be published on 1 Jan 2999, 09:00 UTC" in shown
    client.post(address, {"step": "unschedule"})
    assert "Will be published" not in form(client, episode)


def test_an_episode_is_assigned_with_a_note_on_its_form(client: Client) -> None:
    login(client, "edna", "Editor")
    rita, episode = make_account("rita", "Reviewer"), make_draft()
    User.objects.filter(pk=rita.pk).update(first_name="Rita", last_name="Example")
    address = f"/admin/library/episode/{episode.pk}/assign/"

    client.post(address, {"assignee": rita.pk, "note": "Please <listen>."})
    html = form(client, episode)

    assert f'<option value="{rita.pk}" selected>Rita Example</option>' in html
    assert "Please &lt;listen&gt;.</textarea>" in html
    assert "Rita Example" in client.get("/admin/library/episode/").content.decode()
    odd = client.post(address, {"assignee": "9" * 40, "note": ""}, follow=True).content.decode()
    assert "Choose an account with permission to change episodes." in odd
