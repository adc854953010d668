import pytest
from django.test import Client

from tests.budget import queries
from tests.make import make_draft, make_placed

pytestmark = pytest.mark.django_db


def test_the_map_of_the_api_matches_the_page(client: Client) -> None:
    make_placed("Dark", -40, confidence="low")
    make_placed("Bright", 40)
    make_draft()

    with queries(2):  # version, episodes with lead, show, shelf and length
        answer = client.get("/api/v1/map/?by=show&from=-50&to=0").json()

    assert answer == {
        "by": "show",
        "low": -50,
        "high": 0,
        "outside": 1,
        "unassessed": 0,
        "groups": [
            {
                "name": "Plain Show",
                "value": "plain-show",
                "places": [
                    {
                        "slug": "dark",
                        "title": "Dark",
                        "position": -40.0,
                        "band": "risk-forward",
                        "lens": "technical",
                        "confidence": "low",
                        "words": None,
                        "html_url": "http://testserver/episodes/dark/",
                    }
                ],
            }
        ],
        "html_url": "http://testserver/map/?by=show&from=-50&to=0",
    }


def test_filters_select_episodes_and_fields_select_keys(client: Client) -> None:
    make_placed("Dark", -40)
    make_placed("Bright", 40)

    answer = client.get("/api/v1/map/?band=risk-forward&fields=groups").json()

    assert list(answer) == ["groups"]
    assert [place["slug"] for group in answer["groups"] for place in group["places"]] == ["dark"]


@pytest.mark.parametrize(
    ("asked", "name"),
    [("by=mood", "by"), ("from=x", "from"), ("band=sour", "band"), ("form=5", "form")],
)
def test_an_invalid_parameter_is_named(client: Client, asked: str, name: str) -> None:
    answer = client.get(f"/api/v1/map/?{asked}")

    assert answer.status_code == 400
    assert [error["name"] for error in answer.json()["errors"]] == [name]


def test_a_range_with_one_bound_extends_to_the_end_of_the_scale(client: Client) -> None:
    answers = [client.get(f"/api/v1/map/?{asked}=5").json() for asked in ("from", "to")]

    assert [(answer["low"], answer["high"]) for answer in answers] == [(5, 100), (-100, 5)]


def test_the_bounds_of_a_range_can_be_in_either_order(client: Client) -> None:
    answer = client.get("/api/v1/map/?from=40&to=-20").json()

    assert (answer["low"], answer["high"]) == (-20, 40)


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("show=plain-shwo", "“plain-shwo” is not a known show. Did you mean “plain-show”?"),
        ("subject=zzz", "“zzz” is not a known subject."),
        ("show=plain-show,plain-show", "“plain-show,plain-show” is not a known show."),
    ],
)
def test_an_unknown_slug_is_rejected(client: Client, query: str, says: str) -> None:
    make_placed("Dark", -40)

    answer = client.get(f"/api/v1/map/?{query}")

    assert answer.status_code == 404
    assert says in answer.json()["detail"]
    assert client.get("/api/v1/map/?show=plain-show").status_code == 200
