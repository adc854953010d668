"""The episodes of a list, and what its filters leave of them."""

from datetime import date

import pytest
from django.test import Client

from library.models import Episode
from library.pages.listing.filtered_queries import Narrowed
from tests.make import make_assessed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("First", published_on=date(2023, 1, 1))
    make_assessed("Second", show="Other Show", published_on=date(2024, 1, 1))


def titles(narrowed: Narrowed, ordering: str = "title") -> list[str]:
    return [episode.title for episode in narrowed.cards(ordering)]


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
    assert titles(Narrowed(given)) == expected
    assert Narrowed(given).episodes().count() == len(expected)


def test_a_list_may_be_among_some_episodes_or_none() -> None:
    second = Episode.objects.get(title="Second")

    assert titles(Narrowed({}, [second.pk])) == ["Second"]
    assert titles(Narrowed({"year": 2023}, [second.pk])) == []
    assert titles(Narrowed({}, [])) == []
    assert Narrowed({}, []).episodes().count() == 0


def test_each_order_is_its_own() -> None:
    assert titles(Narrowed({}), "-published_on") == ["Second", "First"]
    assert titles(Narrowed({}), "published_on") == ["First", "Second"]


def test_what_a_filter_means_is_read_before_it_is_asked(client: Client) -> None:
    html = client.get("/?year=2023.0&show=+test-show+").text

    assert "/episodes/first/" in html
    assert "/episodes/second/" not in html
