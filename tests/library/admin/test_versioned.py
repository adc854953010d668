"""Forms that two people open at the same time: no edits are lost."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Guest, Show
from library.services.versions import set_history_author, version_of
from scoring.models import Challenge
from tests.library.admin.test_episode_form import FORM
from tests.make import make_account, make_assessed, make_ready, real_sentences

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> User:
    account = make_account("edna", "Editor")
    client.force_login(account)
    return account


@pytest.fixture
def episode(editor: User) -> Episode:
    return make_ready()


def form_of(episode: Episode, **values: Any) -> dict[str, Any]:
    guests = [guest.pk for guest in episode.guests.all()]
    tags = [tag.pk for tag in episode.tags.all()]
    shared = {"show": episode.show_id, "shelf": episode.shelf_id, "guests": guests, "tags": tags}
    texts = {"summary": episode.summary, "published_on": "2025-05-01", "text_may_be_shared": ""}
    return {**FORM, **shared, **texts, "opened_at": version_of(episode), **values}


def save_as(name: str, episode: Episode, **values: Any) -> None:
    """Save `values` of the episode as another person."""
    other = User.objects.filter(username=name).first() or make_account(name, "Editor")
    stored = Episode.objects.get(pk=episode.pk)
    for field, value in values.items():
        setattr(stored, field, value)
    set_history_author(stored, other, "")
    stored.save()


def test_a_conflicting_save_is_rejected_and_shows_both_texts(
    client: Client, episode: Episode
) -> None:
    address = f"/admin/library/episode/{episode.pk}/change/"
    mine = form_of(episode, summary="My own summary.")
    save_as("emil", episode, summary="His better summary.", claim="AI is fine.")

    html = client.post(address, mine).content.decode()

    assert "emil saved this record while you were editing it" in html
    assert "<del>His better</del>" in html
    assert "<ins>My own</ins>" in html
    assert "My own summary.</textarea>" in html
    assert [f'name="keep-{name}"' in html for name in ("summary", "claim", "title")] == [
        True, True, False,
    ]  # fmt: skip
    assert Episode.objects.get().summary == "His better summary."


@pytest.mark.parametrize(("choice", "summary"), [("mine", "My own."), ("theirs", "His.")])
def test_each_field_is_merged_as_chosen(
    client: Client, episode: Episode, choice: str, summary: str
) -> None:
    address = f"/admin/library/episode/{episode.pk}/change/"
    mine = form_of(episode, summary="My own.", why_it_matters="Mine as well.")
    guest = Guest.objects.create(slug="bea", name="Bea")
    save_as("emil", episode, summary="His.", claim="His claim.")
    episode.guests.set([guest])
    compared = {"compared_with": version_of(episode)}

    html = client.post(address, {**mine, **compared, "keep-summary": choice}).content.decode()
    assert "Choose a value for each field" in html
    assert Episode.objects.get().summary == "His."
    chosen = {"keep-summary": choice, "keep-claim": "theirs", "keep-guests": "theirs"}
    assert client.post(address, {**mine, **compared, **chosen}).status_code == 302

    saved = Episode.objects.get()
    assert (saved.summary, saved.why_it_matters) == (summary, "Mine as well.")
    assert saved.claim == "His claim."
    assert list(saved.guests.all()) == [guest]


def test_a_later_save_after_the_comparison_is_compared_again(
    client: Client, episode: Episode
) -> None:
    address = f"/admin/library/episode/{episode.pk}/change/"
    mine = form_of(episode, summary="My own.")
    save_as("emil", episode, summary="His.")
    seen = version_of(episode)
    save_as("emil", episode, summary="His second.")

    html = client.post(
        address, {**mine, "compared_with": seen, "keep-summary": "mine"}
    ).content.decode()

    assert "<del>His second.</del>" in html
    assert Episode.objects.get().summary == "His second."


def test_a_new_score_and_equal_texts_are_not_conflicts(client: Client, episode: Episode) -> None:
    address = f"/admin/library/episode/{episode.pk}/change/"
    mine = form_of(episode, summary="The same.", claim="New claim.")
    save_as("emil", episode, summary="The same.", status=Episode.Status.IN_REVIEW)

    assert client.post(address, mine).status_code == 302
    saved = Episode.objects.get()
    assert (saved.claim, saved.status) == ("New claim.", "in_review")


def test_restoring_a_version_does_not_overwrite_unseen_changes(
    client: Client, episode: Episode
) -> None:
    first = episode.history.latest().history_id
    mine = form_of(episode, summary="Restored.")
    save_as("emil", episode, summary="His.")

    html = client.post(
        f"/admin/library/episode/{episode.pk}/history/{first}/", mine
    ).content.decode()

    assert "emil saved this record while you were editing it" in html
    assert Episode.objects.get().summary == "His."


def test_shows_and_reader_challenges_are_protected_too(client: Client, editor: User) -> None:
    show = Show.objects.create(slug="kitchen", title="Kitchen")
    opened_at = version_of(show)
    show.description = "Hers."
    show.save()
    values = {"slug": "kitchen", "title": "Kitchen", "description": "Mine."}
    address = f"/admin/library/show/{show.pk}/change/"
    html = client.post(address, {**values, "opened_at": opened_at}).content.decode()
    assert "Keep theirs: Description" in html
    assert Show.objects.get().description == "Hers."

    lead = make_assessed(sentences=real_sentences())
    challenge = Challenge.objects.create(
        episode=lead.episode, assessment=lead, kind="agree", shown=0, words="Yes."
    )
    opened_at = version_of(challenge)
    challenge.answer = "Thank you."
    challenge.save()
    client.force_login(make_account("rita", "Reviewer"))
    html = client.post(
        f"/admin/scoring/challenge/{challenge.pk}/change/",
        {"state": "accepted", "answer": "Noted.", "opened_at": opened_at},
    ).content.decode()
    assert "Keep theirs: Answer" in html
    assert Challenge.objects.get().answer == "Thank you."


def test_a_form_with_an_unknown_version_is_compared_in_every_field(
    client: Client, episode: Episode
) -> None:
    html = client.post(
        f"/admin/library/episode/{episode.pk}/change/",
        form_of(episode, summary="Mine.", opened_at=999_999_999),
    ).content.decode()

    assert "Keep theirs: Summary" in html
    assert "Keep theirs: Title" not in html
