"""The API of both sides of a subject."""

import pytest
from django.core.management import call_command
from django.test import Client

from library.models import Episode
from tests.budget import queries

pytestmark = pytest.mark.django_db
URL = "/api/v1/subjects/dangers-of-ai/both-sides/"


@pytest.fixture(autouse=True)
def _sample() -> None:
    call_command("load_sample", verbosity=0)


def test_both_sides_match_the_subject_page(client: Client) -> None:
    with queries(4):  # version, subject, one for each side
        sides = client.get(URL).json()
    page = client.get("/subjects/dangers-of-ai/").content.decode()

    assert (sides["subject"], sides["name"]) == ("dangers-of-ai", "dangers of AI")
    assert all(row["score"] < 0 for row in sides["risk_forward"])
    assert all(row["band"] == "opportunity-forward" for row in sides["opportunity_forward"])
    rows = [*sides["risk_forward"], *sides["opportunity_forward"]]
    assert len(rows) > 2
    for row in rows:
        assert row["html_url"].removeprefix("http://testserver") in page
    assert sides["path_url"] == "http://testserver/path/?subject=dangers-of-ai"


def test_a_search_within_a_subject_shows_its_results_first(client: Client) -> None:
    for asked in ({}, {"ordering": "title"}):
        assert 'id="debate"' in client.get("/subjects/dangers-of-ai/", asked).text
    for asked in ({"q": "danger"}, {"band": "risk-forward"}):
        assert 'id="debate"' not in client.get("/subjects/dangers-of-ai/", asked).text


def test_a_withheld_transcript_has_no_text(client: Client) -> None:
    slug = client.get(URL).json()["risk_forward"][0]["episode"]
    Episode.objects.filter(slug=slug).update(text_may_be_shared=False)

    row = client.get(URL).json()["risk_forward"][0]

    assert (row["episode"], row["text"]) == (slug, None)


def test_an_unknown_subject_is_a_404(client: Client) -> None:
    assert client.get("/api/v1/subjects/none/both-sides/").status_code == 404
