"""Rules for all endpoints: parameters, fields, and one format of errors."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from library.api.views.episodes import EpisodeList
from tests.budget import queries
from tests.make import make_assessed

pytestmark = pytest.mark.django_db


def test_an_unknown_parameter_is_rejected_with_the_nearest_name(client: Client) -> None:
    answer = client.get("/api/v1/episodes/?page_sise=3")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "/problems/bad-request/",
        "title": "Bad Request",
        "status": 400,
        "detail": "Unknown parameter “page_sise”. Did you mean “page_size”?",
        "errors": [
            {
                "name": "page_sise",
                "detail": "Unknown parameter “page_sise”. Did you mean “page_size”?",
            }
        ],
    }


def test_only_requested_fields_are_loaded_and_returned(client: Client) -> None:
    make_assessed("A talk")

    with queries(2):  # version, episodes
        rows = client.get("/api/v1/episodes/?fields=title,slug").json()["results"]

    assert rows == [{"slug": "a-talk", "title": "A talk"}]


def test_omitted_fields_are_not_returned(client: Client) -> None:
    make_assessed("A talk")

    row = client.get("/api/v1/episodes/?omit=html_url,show").json()["results"][0]

    assert "html_url" not in row
    assert "show" not in row
    assert row["slug"] == "a-talk"


def test_omit_applies_to_fields(client: Client) -> None:
    make_assessed("A talk")

    rows = client.get("/api/v1/episodes/?fields=slug,title&omit=slug").json()["results"]

    assert rows == [{"title": "A talk"}]


def test_fields_reach_the_query(client: Client) -> None:
    make_assessed("A talk")

    with CaptureQueriesContext(connection) as captured:
        client.get("/api/v1/episodes/?fields=slug")
        client.get("/api/v1/episodes/?fields=slug,band")

    plain, joined = (query["sql"] for query in captured if "library_episode" in query["sql"])
    assert "library_show" not in plain
    assert "summary" not in plain
    assert '"position"' not in joined
    assert '"band"' in joined


@pytest.mark.parametrize("name", EpisodeList.serializer_class.names())
def test_every_field_alone_costs_one_query_for_any_number(client: Client, name: str) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}")

    with queries(3 if name == "subjects" else 2):  # version, episodes; their subjects
        rows = client.get(f"/api/v1/episodes/?fields={name}").json()["results"]

    assert [list(row) for row in rows] == [[name]] * 3


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("fields=titel", "fields: Unknown field “titel”. Did you mean “title”?"),
        ("omit=slug,tittle", "omit: Unknown field “tittle”. Did you mean “title”?"),
        ("fields=slug&fields=tittle", "fields: Unknown field “tittle”. Did you mean “title”?"),
        ("band=mixed&band=mixed", "“band” must not be repeated."),
    ],
)
def test_invalid_fields_are_rejected(client: Client, query: str, says: str) -> None:
    answer = client.get(f"/api/v1/episodes/?{query}")

    assert answer.status_code == 400
    assert answer.json()["detail"].startswith(says)


def test_fields_and_omit_can_be_repeated(client: Client) -> None:
    make_assessed("A talk")

    query = "fields=slug,show&fields=title&omit=show&omit=band"
    rows = client.get(f"/api/v1/episodes/?{query}").json()["results"]

    assert rows == [{"slug": "a-talk", "title": "A talk"}]


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize(
    ("method", "address", "accept", "status"),
    [
        ("GET", "/api/v1/episodes/none/", "*/*", 404),
        ("GET", "/api/v1/nothing/here", "*/*", 404),
        ("POST", "/api/v1/nothing", "*/*", 404),
        ("GET", "/api/", "*/*", 404),
        ("POST", "/api/v1/episodes/", "*/*", 405),
        ("DELETE", "/api/v1/episodes/", "*/*", 405),
        ("GET", "/api/v1/episodes/", "image/png", 406),
    ],
)
def test_every_error_is_a_problem_document(
    client: Client, settings, debug: bool, method: str, address: str, accept: str, status: int
) -> None:
    settings.DEBUG = debug

    answer = client.generic(method, address, headers={"accept": accept})

    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert answer.json()["detail"]


def test_a_server_error_is_a_problem_document(client: Client, monkeypatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(EpisodeList, "get_queryset", fail)
    client.raise_request_exception = False

    answer = client.get("/api/v1/episodes/")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "secret" not in answer.content.decode()


def test_a_url_without_its_final_slash_redirects(client: Client) -> None:
    answer = client.get("/api/v1/episodes?page_size=3")

    assert answer.status_code == 301
    assert answer["Location"] == "/api/v1/episodes/?page_size=3"


@pytest.mark.parametrize("address", ["/api/v1/episodes/", "/api/v1/statistics/"])
def test_an_empty_format_is_rejected(client: Client, address: str) -> None:
    answer = client.get(f"{address}?format=")

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["name"] == "format"


def test_an_invalid_choice_is_rejected_with_the_choices(client: Client) -> None:
    answer = client.get("/api/v1/episodes/?band=risk")

    assert answer.status_code == 400
    assert answer.json()["errors"] == [
        {
            "name": "band",
            "detail": "“risk” is not valid; use risk-forward, mixed or opportunity-forward.",
        }
    ]


def test_a_404_names_its_url(client: Client) -> None:
    answer = client.get("/api/v1/episodes/no-such/")

    assert answer.status_code == 404
    assert answer.json()["detail"] == ("/api/v1/episodes/no-such/ does not exist or is not public.")
