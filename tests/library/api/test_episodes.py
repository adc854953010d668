import pytest
from django.test import Client

from tests.budget import queries
from tests.make import BRIGHT, DARK, make_assessed, make_episode

pytestmark = pytest.mark.django_db


def test_a_row_matches_the_card(client: Client) -> None:
    assessment = make_assessed("A dark talk", sentences=[DARK] * 40)

    answer = client.get("/api/v1/episodes/").json()

    assert answer == {
        "results": [
            {
                "slug": "a-dark-talk",
                "title": "A dark talk",
                "show": "test-show",
                "shelf": "test-shelf",
                "published_on": "2025-05-01",
                "position": assessment.position,
                "placed": True,
                "band": "risk-forward",
                "charge": assessment.charge,
                "stance_kind": "one-sided",
                "lens": assessment.lens,
                "confidence": assessment.confidence,
                "subjects": [],
                "updated_at": answer["results"][0]["updated_at"],
                "html_url": "http://testserver/episodes/a-dark-talk/",
            }
        ],
        "next": None,
        "previous": None,
    }


def test_an_unassessed_episode_has_nulls(client: Client) -> None:
    make_episode("Waiting")

    row = client.get("/api/v1/episodes/waiting/").json()

    assert (row["position"], row["band"], row["statistics"]) == (None, None, None)


def test_an_episode_has_its_figures_and_their_origin(client: Client) -> None:
    assessment = make_assessed("A bright talk", sentences=[BRIGHT] * 40)

    row = client.get("/api/v1/episodes/a-bright-talk/").json()

    assert row["statistics"] == assessment.statistics
    assert row["scorer_version"] == assessment.scorer_version
    assert row["guests"] == ["Ada Guest"]


def test_segments_come_in_order_with_their_evidence(client: Client) -> None:
    assessment = make_assessed("Long", sentences=[DARK, BRIGHT] * 80)

    answer = client.get("/api/v1/episodes/long/segments/", {"page_size": 2}).json()

    first, second = answer["results"]
    assert (first["index"], second["index"]) == (1, 2)
    assert first["score"] == assessment.trail[0]
    explained = sum(part["share"] for part in first["phrases"]) + first["rest"]
    assert first["score"] == pytest.approx(explained, abs=0.01)
    assert first["html_url"].endswith("/episodes/long/transcript/#s1")
    rest = client.get(answer["next"]).json()
    assert [row["index"] for row in rest["results"]] == [3, 4]
    assert client.get(rest["previous"]).json()["results"] == answer["results"]


def test_pages_have_the_requested_size_up_to_100(client: Client) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}")

    assert len(client.get("/api/v1/episodes/?page_size=2").json()["results"]) == 2
    assert len(client.get("/api/v1/episodes/?page_size=100000").json()["results"]) == 3


@pytest.mark.parametrize("count", [1, 20])
def test_the_list_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}")

    with queries(3):  # version, episodes with show, shelf and assessment, subjects
        client.get("/api/v1/episodes/")
