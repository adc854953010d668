"""Order, filters with several values and the count of `search/`; `count=true` on other lists."""

from typing import Any

import pytest
from django.test import Client

from scoring.models import SegmentScore
from tests.budget import queries
from tests.library.api.writing.ask import Program
from tests.make import (
    BREAD,
    BRIGHT,
    DARK,
    PLAIN,
    create_token,
    make_account,
    make_assessed,
    make_simple,
)

pytestmark = pytest.mark.django_db
SEARCH = "/api/v1/search/?q=danger+OR+optimistic+OR+model+OR+dough"


@pytest.fixture(autouse=True)
def _talks() -> None:
    make_simple("Dark", (DARK, 60), (PLAIN, 40), show="First show")
    make_simple("Bright", (BRIGHT, 60), (BREAD, 60), show="Second show")
    make_assessed("Plain", sentences=[PLAIN] * 40, show="Third show")


def rows(client: Client, query: str) -> list[dict[str, Any]]:
    answer = client.get(f"{SEARCH}&page_size=50{query}")
    assert answer.status_code == 200, answer.json()
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


@pytest.mark.parametrize("ordering", ["score", "-score"])
def test_passages_in_order_of_score_are_complete_over_pages(client: Client, ordering: str) -> None:
    SegmentScore.objects.filter(segment__index=1).update(score=None)
    found: list[dict[str, Any]] = []
    url = f"{SEARCH}&ordering={ordering}&page_size=4"
    while url:
        page = client.get(url).json()
        found += page["results"]
        url = page["next"]

    scores = [row["score"] for row in found if row["score"] is not None]
    assert scores == sorted(scores, reverse=ordering == "-score")
    assert [row["score"] for row in found[: len(scores)]] == scores
    assert len(scores) < len(found) == len(rows(client, ""))
    assert [row["rank"] for row in found] == list(range(1, len(found) + 1))


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("show", ["first-show", "second-show"]),
        ("episode", ["dark", "plain"]),
        ("band", ["risk-forward", "opportunity-forward"]),
        ("lens", ["governance", "off-topic"]),
    ],
)
def test_a_filter_takes_several_values(client: Client, name: str, values: list[str]) -> None:
    every = rows(client, "")

    found = rows(client, f"&{name}={','.join(values)}")

    assert found
    assert {row[name] for row in found} == {*values}
    assert len(found) == sum(row[name] in values for row in every)


@pytest.mark.parametrize(
    ("query", "status", "says"),
    [
        ("band=mixed,sideways", 400, "“sideways” is not valid"),
        ("ordering=title", 400, "“title” is not valid; use score or -score."),
        ("ordering=", 400, "Must not be empty"),
        ("guest=ada-guest,ada-gest", 404, "Did you mean “ada-guest”?"),
        ("count=yes", 400, "use true or false"),
    ],
)
def test_an_invalid_value_is_rejected(client: Client, query: str, status: int, says: str) -> None:
    answer = client.get(f"{SEARCH}&{query}")

    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_the_order_by_score_costs_as_much_as_that_by_relevance(client: Client) -> None:
    with queries(5):  # version, matches, snippets, segments, episodes
        client.get(f"{SEARCH}&ordering=score")


def test_the_number_of_passages_is_counted_on_request(client: Client) -> None:
    assert "count" not in client.get(SEARCH).json()

    page = client.get(f"{SEARCH}&page_size=1&count=true&show=first-show").json()

    assert page["count"] == len(rows(client, "&show=first-show")) > 1


@pytest.mark.parametrize(
    ("address", "number"),
    [("episodes/?", 3), ("episodes/?show=first-show&", 1), ("shows/?", 3), ("guests/?", 1)],
)
def test_a_list_is_counted_with_its_filters_on_every_page(
    client: Client, address: str, number: int
) -> None:
    page = client.get(f"/api/v1/{address}count=true&page_size=1").json()

    assert page["count"] == number
    if page["next"]:
        assert client.get(page["next"]).json()["count"] == number
    assert "count" not in client.get(f"/api/v1/{address}count=false").json()


def test_segments_are_counted(client: Client) -> None:
    page = client.get("/api/v1/segments/?count=true&band=risk-forward&page_size=1").json()

    assert page["count"] == len(
        client.get("/api/v1/segments/?band=risk-forward&page_size=100").json()["results"]
    )


def test_a_count_takes_one_more_query(client: Client) -> None:
    address = "/api/v1/episodes/?fields=slug"
    with queries(2):  # version, episodes
        client.get(address)
    with queries(3):  # and their number
        client.get(f"{address}&count=true")


def test_drafts_are_counted() -> None:
    make_assessed("A draft", publish=False)
    using = Program(create_token(make_account("edna", "Editor"))[1])

    assert using.ask("get", "/drafts/?count=true").json()["count"] == 1


def test_lists_without_row_queries_reject_count(client: Client) -> None:
    for address in ("scorers/", "dumps/", "changes/", "episodes/dark/related/"):
        assert client.get(f"/api/v1/{address}?count=true").status_code == 400


def test_a_page_has_at_most_fifty_passages(client: Client) -> None:
    make_simple("Long", (DARK, 2000))

    page = client.get("/api/v1/search/?q=danger&page_size=100").json()

    assert len(page["results"]) == 50
    assert page["next"]
