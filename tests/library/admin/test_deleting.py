"""Administrators delete episodes, transcripts and feeds with the rows that belong to them."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from library.models import Episode, Feed, Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.models import Assessment, MirrorOverride
from scoring.services.assessing import assess_transcript
from tests.make import DARK, make_account, make_parsed, make_placed, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> User:
    account = make_account("adam", "Administrator")
    client.force_login(account)
    return account


def delete(client: Client, address: str) -> str:
    """Confirm a deletion; return the confirmation page."""
    page = client.get(f"/admin/{address}/delete/")
    assert client.post(f"/admin/{address}/delete/", {"post": "yes"}).status_code == 302
    return page.content.decode()


def test_deleting_an_episode_deletes_its_dependent_rows(
    client: Client, administrator: User
) -> None:
    episode, other = make_ready(), make_placed("Other", 40)
    MirrorOverride.objects.create(first=episode, second=other, kind="pin", reason="A test")

    page = delete(client, f"library/episode/{episode.pk}")

    assert "Transcripts: 1" in page
    assert "Assessments: 1" in page
    assert list(Episode.objects.all()) == [other]
    assert not Transcript.objects.exists()
    assert not MirrorOverride.objects.exists()


def test_selected_episodes_are_deleted(client: Client, administrator: User) -> None:
    episodes = [make_ready("One"), make_ready("Two")]
    chosen = {"action": "delete_selected", "_selected_action": [row.pk for row in episodes]}

    assert "Are you sure" in client.post("/admin/library/episode/", chosen).content.decode()
    client.post("/admin/library/episode/", chosen | {"post": "yes"})

    assert not Episode.objects.exists()


def test_deleting_the_current_transcript_makes_the_newest_other_current(
    client: Client, administrator: User
) -> None:
    episode = make_ready()
    old = episode.transcripts.get()
    new, _ = store_transcript(
        episode, parsed=make_parsed([DARK] * 60), provenance=Provenance(kind="publisher")
    )
    assess_transcript(new)

    delete(client, f"library/transcript/{new.pk}")

    assert episode.transcripts.get().is_current
    assert Assessment.objects.get(leads=True).transcript == old
    delete(client, f"library/transcript/{old.pk}")
    episode.refresh_from_db()
    assert (episode.status, episode.assessments.count()) == ("draft", 0)


def test_deleting_a_feed_keeps_its_drafts(client: Client, administrator: User) -> None:
    episode = make_ready()
    feed = Feed.objects.create(show=episode.show, url="https://example.org/feed")
    feed.entries.create(guid="one", episode=episode)

    delete(client, f"library/feed/{feed.pk}")

    assert not Feed.objects.exists()
    assert Episode.objects.get() == episode
