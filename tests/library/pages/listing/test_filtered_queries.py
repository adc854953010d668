"""Filtered lists of episodes."""

from datetime import date

import pytest
from django.test import Client

from library.models import Episode
from library.pages.listing.filtered_queries import FilteredEpisodes
from tests.make import make_assessed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("First", published_on=date(2023, 1, 1))
    make_assessed("Second", show="Other Show", published_on=date(2024, 1, 1))


def titles(narrowed: FilteredEpisodes, ordering: str = "title") -> list[str]:
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
def test_filters_select_matching_episodes(given: dict[str, object], expected: list[str]) -> None:
    assert titles(FilteredEpisodes(given)) == expected
    assert FilteredEpisodes(given).episodes().count() == len(expected)


def test_a_list_can_be_limited_to_given_episodes() -> None:
    second = Episode.objects.get(title="Second")

    assert titles(FilteredEpisodes({}, [second.pk])) == ["Second"]
    assert titles(FilteredEpisodes({"year": 2023}, [second.pk])) == []
    assert titles(FilteredEpisodes({}, [])) == []
    assert FilteredEpisodes({}, []).episodes().count() == 0
    assert FilteredEpisodes({}, [second.pk]).count() == 1
    assert FilteredEpisodes({"year": 2023}, [second.pk]).count() == 0


def test_episodes_are_listed_in_either_order() -> None:
    assert titles(FilteredEpisodes({}), "-published_on") == ["Second", "First"]
    assert titles(FilteredEpisodes({}), "published_on") == ["First", "Second"]


def test_filter_values_are_parsed_before_the_query(client: Client) -> None:
    html = client.get("/?year=2023.0&show=+test-show+").text

    assert "/episodes/first/" in html
    assert "/episodes/second/" not in html
