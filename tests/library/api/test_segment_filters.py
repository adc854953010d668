"""Segments and passages by band, score, lens, guest and episode; several values; wrong slugs."""

import pytest
from django.test import Client

from library.models import Segment
from scoring.core.spectrum import BAND_EDGE, SCALE_MAX, SCALE_MIN, band_of
from scoring.models import Assessment, SegmentScore
from tests.budget import queries
from tests.make import BREAD, BRIGHT, DARK, PLAIN, make_simple
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db
SEGMENTS = "/api/v1/segments/"
SEARCH = "/api/v1/search/?q=the"


def scores(client: Client, query: str = "") -> list[float | None]:
    rows = client.get(f"{SEGMENTS}?{query}").json()["results"]
    return [row["score"] for row in rows]


@pytest.fixture
def talk() -> Assessment:
    """An episode whose segments have scores around the edges of the bands."""
    made = make_simple("A talk", (PLAIN, 200), show="First show")
    rows = list(made.segment_scores.order_by("segment__index"))
    edge = BAND_EDGE - 0.5
    values = [-100, -edge, -edge + 0.1, 0, edge - 0.1, edge, 100]
    assert len(rows) > len(values)
    for row, score in zip(rows, [*values, *[None] * len(rows)], strict=False):
        row.score = score
        row.phrases = []
        row.save(update_fields=["score", "phrases"])
    return made


@pytest.mark.parametrize("band", ["risk-forward", "mixed", "opportunity-forward"])
def test_the_band_filter_agrees_with_the_band_of_each_row(
    client: Client, talk: Assessment, band: str
) -> None:
    every = client.get(f"{SEGMENTS}?page_size=100").json()["results"]
    found = client.get(f"{SEGMENTS}?page_size=100&band={band}").json()["results"]

    assert found == [row for row in every if row["band"] == band]
    assert found
    assert all(band_of(row["score"]).value == band for row in found)


def test_a_filter_takes_several_values(client: Client, talk: Assessment) -> None:
    both = scores(client, "band=risk-forward,opportunity-forward")

    assert sorted(filter(None, both)) == [-100, 0.5 - BAND_EDGE, BAND_EDGE - 0.5, 100]
    assert client.get(f"{SEGMENTS}?band=mixed,sideways").status_code == 400


def test_scores_are_limited_at_both_ends_inclusively(client: Client, talk: Assessment) -> None:
    edge = BAND_EDGE - 0.5

    assert scores(client, f"score_min={edge}") == [edge, 100]
    assert scores(client, f"score_max={-edge}&score_min=-99") == [-edge]
    assert client.get(f"{SEGMENTS}?score_min=101").status_code == 400
    assert client.get(f"{SEGMENTS}?score_min=").status_code == 400


@pytest.mark.parametrize("ordering", ["score", "-score"])
def test_segments_in_order_of_score_are_complete_over_pages(
    client: Client, talk: Assessment, ordering: str
) -> None:
    found: list[float | None] = []
    url = f"{SEGMENTS}?ordering={ordering}&page_size=3"
    while url:
        page = client.get(url).json()
        found += [row["score"] for row in page["results"]]
        url = page["next"]

    scored = [score for score in found if score is not None]
    assert scored == sorted(scored, reverse=ordering == "-score")
    assert found[: len(scored)] == scored
    assert len(found) == SegmentScore.objects.in_force().count()


def test_filters_by_episode_and_guest_return_each_segment_once(
    client: Client, talk: Assessment
) -> None:
    other = make_simple("B talk", (DARK, 40), (BRIGHT, 40), show="Second show")
    guests = [other.episode.guests.create(name=f"Guest {n}", slug=f"guest-{n}") for n in (1, 2)]

    of_other = scores(client, "episode=b-talk&page_size=100")
    of_guests = scores(client, "guest=guest-1,guest-2&page_size=100")

    assert len(guests) == 2
    assert of_other == of_guests
    assert len(of_other) == other.segment_scores.count()
    both = scores(client, "show=first-show,second-show&page_size=100")
    assert len(both) == SegmentScore.objects.in_force().count()


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("show=first-shwo", "“first-shwo” is not a known show. Did you mean “first-show”?"),
        ("show=first-show,zzz", "show: “zzz” is not a known show."),
        ("episode=a-tlk", "“a-tlk” is not a known episode. Did you mean “a-talk”?"),
    ],
)
@pytest.mark.parametrize("address", [SEGMENTS, "/api/v1/segments/export/", SEARCH])
def test_an_unknown_slug_is_rejected_with_the_nearest_slug(
    client: Client, talk: Assessment, address: str, query: str, detail: str
) -> None:
    answer = client.get(f"{address}{'&' if '?' in address else '?'}{query}")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert detail in answer.json()["detail"]
    assert answer.json()["errors"][0]["name"] == query.partition("=")[0]


def test_the_slug_of_a_draft_is_not_suggested(client: Client, talk: Assessment) -> None:
    make_simple("A tall secret", (DARK, 40), show="Secret show", publish=False)

    told = client.get(f"{SEGMENTS}?show=secret-shw").json()["detail"]

    assert "secret-show" not in told
    assert client.get(f"{SEGMENTS}?show=secret-show").status_code == 404


def test_episodes_are_found_by_any_of_several_values(client: Client, talk: Assessment) -> None:
    make_simple("B talk", (DARK, 40), show="Second show")
    url = "/api/v1/episodes/?fields=slug&ordering=title"

    def slugs(query: str) -> list[str]:
        return [row["slug"] for row in client.get(f"{url}&{query}").json()["results"]]

    assert slugs("show=first-show,second-show") == ["a-talk", "b-talk"]
    assert slugs("band=risk-forward") == ["b-talk"]
    assert slugs("guest=ada-guest&tag=testing") == ["a-talk", "b-talk"]
    refused = client.get(f"{url}&guest=ada-gest").json()
    assert refused["detail"] == "guest: “ada-gest” is not a known guest. Did you mean “ada-guest”?"


def test_a_segment_has_a_url_of_its_own(client: Client, talk: Assessment) -> None:
    rows = client.get("/api/v1/episodes/a-talk/segments/").json()["results"]

    with queries(2):  # version, segment
        row = client.get("/api/v1/episodes/a-talk/segments/3/").json()

    assert row == rows[2]
    assert client.get("/api/v1/episodes/a-talk/segments/9999/").status_code == 404
    make_simple("Secret", (BREAD, 40), publish=False)
    assert client.get("/api/v1/episodes/secret/segments/1/").status_code == 404


def test_passages_are_found_by_score_and_episode(client: Client, talk: Assessment) -> None:
    make_simple("B talk", (DARK, 40), (BRIGHT, 40))
    search = "/api/v1/search/?q=model&page_size=100"

    def found(query: str) -> list[tuple[str, float | None]]:
        rows = client.get(f"{search}&{query}").json()["results"]
        return sorted((row["episode"], row["score"]) for row in rows)

    assert found("score_min=5&score_max=50") == [
        ("a-talk", BAND_EDGE - 0.6),
        ("a-talk", BAND_EDGE - 0.5),
    ]
    assert found("score_min=0&band=mixed") == [("a-talk", 0), ("a-talk", BAND_EDGE - 0.6)]
    assert {episode for episode, _ in found(f"score_min={SCALE_MIN}&score_max={SCALE_MAX}")} == {
        "a-talk"
    }
    assert found("episode=b-talk") == []
    assert client.get(f"{search}&score_max=abc").status_code == 400


def test_lists_have_the_segments_of_leading_assessments(talk: Assessment) -> None:
    make_simple("B talk", (DARK, 40), (BRIGHT, 40))
    make_simple("Secret", (BREAD, 40), publish=False)
    older = Assessment.objects.get(episode__slug="b-talk")
    older.pk, older.leads, older.scorer_version = None, False, "0"
    older.save()
    SegmentScore.objects.create(assessment=older, segment=Segment.objects.first(), score=1.0)

    shown = SegmentScore.objects.of_assessments_in_force()

    assert shown.exists()
    assert set(shown) == set(SegmentScore.objects.in_force())
    assert set(shown) < set(SegmentScore.objects.all())


@on_postgresql
def test_a_page_of_segments_does_not_sort_the_whole_library(
    client: Client, talk: Assessment
) -> None:
    *_, plan = plans_of(lambda: client.get("/api/v1/segments/?page_size=1"))

    assert "scoring_segmentscore_pkey" in plan
    assert "Sort" not in plan
