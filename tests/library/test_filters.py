from datetime import date

import pytest

from library.filters import EpisodeFilter
from library.models import Episode
from scoring.models import Assessment
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_draft, make_episode
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db


def titles(**asked: str) -> list[str]:
    found = EpisodeFilter(asked, Episode.objects.for_cards())
    assert found.is_valid()
    return [episode.title for episode in found.qs]


@pytest.fixture
def library() -> None:
    make_assessed("Dark", sentences=[DARK] * 30, published_on=date(2023, 1, 1))
    make_assessed("Bright", sentences=[BRIGHT] * 30, show="Other Show", published_on=None)
    make_episode("Waiting", sentences=[PLAIN] * 30, published_on=date(2025, 1, 1))


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("show", "other-show", ["Bright"]),
        ("show", "no-such-show", []),
        ("shelf", "test-shelf", ["Waiting", "Dark", "Bright"]),
        ("guest", "ada-guest", ["Waiting", "Dark", "Bright"]),
        ("tag", "testing", ["Waiting", "Dark", "Bright"]),
        ("tag", "Testing", []),
        ("band", "risk-forward", ["Dark"]),
        ("band", "opportunity-forward", ["Bright"]),
        ("year", "2023", ["Dark"]),
        ("year", "1999", []),
        ("has_transcript", "true", ["Waiting", "Dark", "Bright"]),
        ("has_transcript", "false", []),
        ("assessed_by_editor", "false", ["Waiting", "Dark", "Bright"]),
        ("ordering", "published_on", ["Dark", "Waiting", "Bright"]),
        ("ordering", "position", ["Dark", "Bright", "Waiting"]),
        ("ordering", "-position", ["Bright", "Dark", "Waiting"]),
        ("ordering", "title", ["Bright", "Dark", "Waiting"]),
    ],
)
def test_each_filter_selects_or_orders(name: str, value: str, expected: list[str]) -> None:
    assert titles(**{name: value}) == expected


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("dark", ["Dark"]),
        ("summary of bright", ["Bright"]),
        ("ada", ["Waiting", "Dark", "Bright"]),
        ('"other show"', ["Bright"]),
        ("extinction", ["Dark"]),
        ("extinction the", ["Dark"]),
        ("extinction dark", ["Dark"]),
        ("extinction abundance", []),
        ("extinction OR abundance", ["Dark", "Bright"]),
        ('"loss of control"', ["Dark"]),
        ("ada -abundance", ["Waiting", "Dark"]),
        ("zebra", []),
        ("...", ["Waiting", "Dark", "Bright"]),
    ],
)
def test_words_are_found_in_details_and_transcript(asked: str, expected: list[str]) -> None:
    assert titles(q=asked) == expected


@pytest.mark.usefixtures("library")
def test_filters_are_combined() -> None:
    assert titles(show="test-show", band="risk-forward", year="2023", q="abundance") == []
    assert titles(show="test-show", band="risk-forward", year="2023", q="worried") == ["Dark"]


@pytest.mark.usefixtures("library")
def test_only_published_editorial_assessments_match_the_editor_filter() -> None:
    automatic = Assessment.objects.get(episode__title="Dark")
    automatic.pk, automatic.kind, automatic.leads = None, Assessment.Kind.EDITORIAL, False
    automatic.assessor, automatic.status = "An editor", Assessment.Status.DRAFT
    automatic.save()
    assert titles(assessed_by_editor="true") == []

    Assessment.objects.filter(pk=automatic.pk).update(status=Assessment.Status.PUBLISHED)
    assert titles(assessed_by_editor="true") == ["Dark"]
    assert titles(assessed_by_editor="false") == ["Waiting", "Bright"]


def test_unpublished_episodes_and_old_transcripts_are_not_found() -> None:
    make_draft("Hidden words")
    old = make_episode("Plain", sentences=[DARK] * 30)
    old.transcripts.update(is_current=False)

    assert titles(q="hidden") == []
    assert titles(q="extinction") == []
    assert titles(has_transcript="false") == ["Plain"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("band", "rosy"),
        ("lens", "Technical"),
        ("year", "soon"),
        ("year", "99999"),
        ("has_transcript", "maybe"),
        ("ordering", "summary"),
        ("q", "x" * 201),
        ("show", "a\x00b"),
    ],
)
def test_an_invalid_value_is_an_error_in_the_api_and_ignored_by_pages(
    name: str, value: str
) -> None:
    make_episode()
    found = EpisodeFilter({name: value}, Episode.objects.for_cards())

    assert list(found.errors) == [name]
    assert found.qs.count() == 1


def test_unknown_parameters_are_reported() -> None:
    given = ["show", "shwo", "page", "colour"]

    assert EpisodeFilter.unknown_parameters(given, allowed=["page"]) == ["colour", "shwo"]


def test_all_filters_at_once_are_one_query() -> None:
    make_assessed("Dark", sentences=[DARK] * 30)
    asked = {
        "q": 'extinction OR "two layers" -film', "show": "test-show", "shelf": "test-shelf",
        "guest": "ada-guest", "tag": "testing", "band": "risk-forward", "year": "2025",
        "has_transcript": "true", "assessed_by_editor": "false", "ordering": "position",
    }  # fmt: skip

    with queries(2):  # the episodes, their guests
        assert titles(**asked) == ["Dark"]


@on_postgresql
@pytest.mark.usefixtures("library")
def test_the_episodes_of_a_year_are_found_by_index() -> None:
    published = Episode.objects.published().order_by()
    (plan,) = plans_of(lambda: list(EpisodeFilter({"year": "2023"}, published).qs))

    assert "episode_by_date" in plan
    assert "published_on >=" in plan.partition("Index Cond")[2]


@pytest.mark.usefixtures("library")
def test_many_alternatives_search_the_passages_once() -> None:
    words = "extinction OR abundance OR layers OR dark OR ada OR other"

    filtered = EpisodeFilter({"q": f"{words} -waiting -bread"}, Episode.objects.for_cards())

    assert sorted(episode.title for episode in filtered.qs) == ["Bright", "Dark"]
    sql = str(filtered.qs.query)
    assert sql.count("library_segment_words MATCH") + sql.count("@@") == 2  # with, and without
