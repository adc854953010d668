"""Queries of a list: written as SQL once for each set of filters, with any values."""

from datetime import date
from unittest.mock import patch

import pytest
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client

from library.models import Episode
from library.pages.listing.filtered_queries import CardRows, Narrowed
from tests.make import make_assessed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("First", published_on=date(2023, 1, 1))
    make_assessed("Second", show="Other Show", published_on=date(2024, 1, 1))


def titles(narrowed: Narrowed, ordering: str = "title") -> list[str]:
    return [episode.title for episode in CardRows(narrowed, ordering)[0:24]]


def test_a_list_is_put_together_without_writing_its_sql_again(client: Client) -> None:
    client.get("/?show=test-show&year=2023&has_transcript=true")

    with patch.object(SQLCompiler, "as_sql", side_effect=AssertionError("written again")):
        html = client.get("/?show=other-show&year=2024&has_transcript=true").text

    assert "/episodes/second/" in html
    assert "/episodes/first/" not in html


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ["First", "Second"]),
        ({"show": "other-show"}, ["Second"]),
        ({"year": 2023}, ["First"]),
        ({"year": 2023, "show": "other-show"}, []),
        ({"has_transcript": "true"}, ["First", "Second"]),
        ({"has_transcript": "false"}, []),
        ({"assessed_by_editor": "true"}, []),
        ({"show": "' OR 1=1 --"}, []),
    ],
)
def test_filters_leave_what_they_are_given(given: dict[str, object], expected: list[str]) -> None:
    for _ in range(2):
        assert titles(Narrowed(given)) == expected
        assert CardRows(Narrowed(given)).count() == len(expected)


def test_a_list_may_be_among_some_episodes_or_none() -> None:
    second = Episode.objects.get(title="Second")

    assert titles(Narrowed({}, [second.pk])) == ["Second"]
    assert titles(Narrowed({"year": 2023}, [second.pk])) == []
    assert titles(Narrowed({}, [])) == []
    assert CardRows(Narrowed({}, [])).count() == 0


def test_each_order_and_each_page_is_its_own() -> None:
    assert titles(Narrowed({}), "-published_on") == ["Second", "First"]
    assert titles(Narrowed({}), "published_on") == ["First", "Second"]
    assert [episode.title for episode in CardRows(Narrowed({}), "title")[1:25]] == ["Second"]


def test_what_a_filter_means_is_read_before_it_is_asked(client: Client) -> None:
    html = client.get("/?year=2023.0&show=+test-show+").text

    assert "/episodes/first/" in html
    assert "/episodes/second/" not in html
