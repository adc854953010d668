"""Lists as CSV."""

import csv

import pytest
from django.test import Client

from library.exporting.tables import cell
from tests.make import BRIGHT, DARK, make_assessed

pytestmark = pytest.mark.django_db


def rows_of(answer) -> list[dict[str, str]]:
    return list(csv.DictReader(answer.content.decode().splitlines()))


@pytest.mark.parametrize(
    "asked", [{"headers": {"accept": "text/csv"}}, {"data": {"format": "csv"}}]
)
def test_a_list_is_csv_with_the_same_values(client: Client, asked) -> None:
    make_assessed("A talk", sentences=[DARK] * 40)
    whole = client.get("/api/v1/episodes/").json()["results"]

    answer = client.get("/api/v1/episodes/", **asked)

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert rows_of(answer) == [
        {name: "" if value is None else str(cell(value)) for name, value in row.items()}
        for row in whole
    ]


def test_the_next_page_is_in_the_link_header(client: Client) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}")

    answer = client.get("/api/v1/episodes/?format=csv&page_size=2&fields=slug")
    address = answer["Link"].split(">")[0].lstrip("<")

    assert len(rows_of(client.get(address))) == 1


def test_an_empty_list_has_a_header_row(client: Client) -> None:
    assert client.get("/api/v1/tags/?format=csv&fields=slug").content == b"slug\r\n"


def test_lists_within_rows_are_json(client: Client) -> None:
    make_assessed("A talk", sentences=[DARK, BRIGHT] * 40)

    row = rows_of(client.get("/api/v1/episodes/a-talk/segments/?format=csv&fields=phrases"))[0]

    assert row["phrases"].startswith("[{")


def test_an_error_is_a_problem_document_in_csv_too(client: Client) -> None:
    answer = client.get("/api/v1/episodes/?format=csv&colour=red")

    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@a", "\tx", "\rx"])
def test_a_formula_is_escaped(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("value", [-21.5, 3, None, "plain", 0])
def test_other_values_are_unchanged(value: object) -> None:
    assert cell(value) == value
