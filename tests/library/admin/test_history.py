"""The history pages of rows."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from scoring.curation.reader_challenges import decide, take_opinion
from scoring.models import Challenge
from tests.make import (
    make_assessed,
    make_ready,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["show", "shelf", "guest", "tag", "transcript"])
def test_each_history_shows_author_and_time(client: Client, editor: User, name: str) -> None:
    episode = make_ready()
    row = {
        "show": episode.show,
        "shelf": episode.shelf,
        "guest": episode.guests.get(),
        "tag": episode.tags.get(),
        "transcript": episode.transcripts.get(),
    }[name]

    html = client.get(f"/admin/library/{name}/{row.pk}/history/").content.decode()

    assert "System or management command" in html
    assert f"/admin/library/{name}/{row.pk}/history/{row.history.first().pk}/" in html
    version = client.get(f"/admin/library/{name}/{row.pk}/history/{row.history.first().pk}/")
    assert version.status_code == 200


def test_a_history_compares_whole_texts_by_words(client: Client, editor: User) -> None:
    episode = make_ready()
    long = "word " * 300
    for ending in ("old", "new"):
        episode.summary = f"{long}{ending} end."
        episode.save()

    html = client.get(f"/admin/library/episode/{episode.pk}/history/").content.decode()

    assert f"{long}<del>old</del><ins>new</ins> end." in html


def test_assessments_and_challenges_have_a_history(client: Client, editor: User) -> None:
    lead = make_assessed()
    opinion = take_opinion(lead.episode, lead=lead, kind=Challenge.Kind.AGREE, words="Yes.")
    decide(opinion, state=Challenge.State.ACCEPTED, by=editor)

    html = client.get(f"/admin/scoring/challenge/{opinion.pk}/history/").content.decode()
    assert "Decided: accepted" in html
    assert "<ins>Accepted</ins>" in html
    history = client.get(f"/admin/scoring/assessment/{lead.pk}/history/").content.decode()
    record = lead.history.first().pk
    assert f"/admin/scoring/assessment/{lead.pk}/history/{record}/" in history
    version = client.get(f"/admin/scoring/assessment/{lead.pk}/history/{record}/")
    assert version.status_code == 200
    assert "Revert" not in version.content.decode()
