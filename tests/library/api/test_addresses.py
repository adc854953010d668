"""Every endpoint responds, with its number of queries and the values of the pages."""

from datetime import date

import pytest
from django.test import Client

from library.models import Episode
from library.pages.episode.page import EpisodePage
from library.pages.episode.transcript import TranscriptPage
from library.pages.search.page import SearchPage
from scoring.core.keywords import KeywordScorer
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import BRIGHT, DARK, make_assessed, make_draft, make_episode

pytestmark = pytest.mark.django_db
API = "/api/v1/"

LISTS = {
    "shows/": 2,
    "shelves/": 2,
    "guests/": 2,
    "tags/": 2,
    "episodes/": 3,
    "segments/": 3,  # the version, the assessments in force, their segments
    "search/?q=worried": 5,
    "episodes/talk-0/segments/": 4,
    "episodes/talk-0/assessments/": 3,
    "episodes/talk-0/assessments/{pk}/segments/": 3,
    "episodes/talk-0/transcript/cues/": 2,
}
"""Lists and their number of queries for any number of rows; one is for the version."""


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize(("address", "budget"), LISTS.items())
def test_a_list_costs_the_same_for_any_number(
    client: Client, address: str, budget: int, count: int
) -> None:
    for number in range(count):
        make_assessed(f"Talk {number}", show=f"Show {number}", sentences=[DARK, BRIGHT] * 20)
    address = address.format(pk=Assessment.objects.get(episode__slug="talk-0").pk)

    with queries(budget):
        answer = client.get(API + address)

    assert answer.status_code == 200
    assert answer.json()["results"]


def test_the_index_lists_all_endpoints_and_all_respond(client: Client) -> None:
    addresses = client.get(API).json()

    for name, address in addresses.items():
        asked = {"q": "worried"} if name == "search" else {}
        assert client.get(address, asked).status_code == 200, name


def test_an_episode_matches_its_page(client: Client) -> None:
    make_assessed("A bright talk", sentences=[BRIGHT] * 40)
    page = EpisodePage(Episode.objects.for_episode_page().get())

    row = client.get(f"{API}episodes/a-bright-talk/").json()

    assert page.lead is not None
    assert row["position"] == page.lead.position
    assert row["confidence_reasons"] == page.lead.confidence_reasons
    assert row["provenance_chip"] == page.provenance_chip
    html = client.get("/episodes/a-bright-talk/").content.decode()
    for said in [*row["bullets"], row["provenance_chip"], row["summary"]]:
        assert said in html


def test_segments_match_the_transcript_page(client: Client) -> None:
    make_assessed("Long", sentences=[DARK, BRIGHT] * 60)
    found = Episode.objects.get()
    page = TranscriptPage(found, found.transcripts.get())

    rows = client.get(f"{API}episodes/long/segments/").json()["results"]

    assert [(row["index"], row["score"], row["start"]) for row in rows] == [
        (passage.index, passage.score.score, passage.start)
        for passage in page.passages
        if passage.score
    ]


def test_the_search_matches_its_page(client: Client) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}", sentences=[DARK, BRIGHT] * 40)
    asked = {"q": "extinction", "band": "mixed"}

    rows = client.get(f"{API}search/", asked).json()["results"]

    moments = SearchPage("", asked).moments
    assert [row["html_url"] for row in rows] == [
        f"http://testserver{moment.url}" for moment in moments
    ]
    assert [row["rank"] for row in rows] == list(range(1, len(moments) + 1))
    assert {"text": "extinction", "found": True} in rows[0]["highlights"]


def test_pages_of_a_search_are_linked(client: Client) -> None:
    make_assessed("Long", sentences=[DARK, BRIGHT] * 100)
    whole = client.get(f"{API}search/?q=worried&page_size=100").json()
    assert len(whole["results"]) > 4

    address, walked = f"{API}search/?q=worried&page_size=2", []
    while address:
        last, answer = address, client.get(address).json()
        walked += answer["results"]
        address = answer["next"]

    assert walked == whole["results"]
    before = client.get(client.get(last).json()["previous"]).json()["results"]
    assert before[-1]["rank"] == client.get(last).json()["results"][0]["rank"] - 1


def test_cues_are_the_stored_ones_with_their_numbers(client: Client) -> None:
    episode = make_episode("Timed", sentences=["One.", "Two.", "Three."])

    first = client.get(f"{API}episodes/timed/transcript/cues/?page_size=2").json()
    rest = client.get(first["next"]).json()

    assert [row["text"] for row in first["results"]] == ["One.", "Two."]
    assert rest["results"] == [
        {"index": 3, "start": 10.0, "end": 14.0, "speaker": "", "text": "Three."}
    ]
    assert rest["next"] is None
    assert episode.transcripts.get().cue_count == 3


def test_a_transcript_has_its_origin_and_downloads(client: Client) -> None:
    make_episode("Timed")

    row = client.get(f"{API}episodes/timed/transcript/").json()

    assert row["kind"] == "publisher"
    assert row["provenance"][0] == "Publisher transcript"
    for file in row["downloads"]:
        assert client.get(file["url"]).status_code == 200
    assert client.get(row["cues_url"]).status_code == 200


def test_superseded_assessments_remain_available(client: Client) -> None:
    assessment = make_assessed("A talk", sentences=[DARK] * 40)
    later = assess_transcript(assessment.transcript, scorer=KeywordScorer()).assessment
    editorial = Assessment.objects.create(
        episode=assessment.episode, kind="editorial", status="draft", assessor="Ed",
        position=0, band="mixed", lens="technical", confidence="low", evidence_mode="talk",
    )  # fmt: skip

    rows = client.get(f"{API}episodes/a-talk/assessments/").json()["results"]

    assert [row["id"] for row in rows] == [later.pk, assessment.pk]
    assert [row["leads"] for row in rows] == [False, True]
    one = f"{API}episodes/a-talk/assessments/{later.pk}/"
    assert client.get(one).json() == rows[0]
    scores = client.get(f"{one}segments/").json()["results"]
    assert [row["score"] for row in scores] == later.trail
    assert client.get(f"{API}episodes/a-talk/assessments/{editorial.pk}/").status_code == 404
    assert client.get(f"{API}episodes/a-talk/assessments/{10**30}/").status_code == 404


def test_segments_of_the_library_have_current_scores(client: Client) -> None:
    old = make_assessed("A talk", sentences=[DARK] * 40)
    assess_transcript(old.transcript, scorer=KeywordScorer())
    make_assessed("B talk", show="Other", sentences=[BRIGHT] * 40)
    make_assessed("Hidden", publish=False)

    rows = client.get(f"{API}segments/").json()["results"]
    of_show = client.get(f"{API}segments/?show=other").json()["results"]

    assert {row["episode"] for row in rows} == {"a-talk", "b-talk"}
    assert [row["score"] for row in rows if row["episode"] == "a-talk"] == old.trail
    assert {row["show"] for row in of_show} == {"other"}


def test_unpublished_episodes_are_in_no_response(client: Client) -> None:
    make_assessed("Hidden", show="Secret", publish=False)
    make_draft()

    for address in ("shows/", "shelves/", "guests/", "tags/", "episodes/", "segments/"):
        assert client.get(API + address).json()["results"] == [], address
    for address in ("", "segments/", "assessments/", "transcript/", "transcript/cues/"):
        assert client.get(f"{API}episodes/hidden/{address}").status_code == 404, address
    assert client.get(f"{API}shows/secret/").status_code == 404
    assert client.get(f"{API}search/?q=model").json()["results"] == []
    assert client.get(f"{API}statistics/").json()["episodes"] == 0


def test_filters_are_those_of_the_library_page(client: Client) -> None:
    make_assessed("Dark", show="One", sentences=[DARK] * 40)
    make_assessed("Bright", show="Two", sentences=[BRIGHT] * 40, published_on=date(2024, 1, 1))

    def slugs(query: str) -> list[str]:
        answer = client.get(f"{API}episodes/?{query}").json()
        return [row["slug"] for row in answer["results"]]

    assert slugs("band=risk-forward") == ["dark"]
    assert slugs("show=two") == ["bright"]
    assert slugs("q=abundance") == ["bright"]
    assert slugs("year=2024") == ["bright"]
    assert slugs("ordering=-position") == ["bright", "dark"]


@pytest.mark.parametrize("ordering", ["-position", "position", "title", "published_on"])
def test_cursors_cover_every_ordering(client: Client, ordering: str) -> None:
    for number in range(4):
        make_assessed(f"Talk {number}", sentences=[DARK, BRIGHT][number % 2 :] * 20)
    make_episode("Waiting", published_on=None)

    whole = client.get(f"{API}episodes/?ordering={ordering}").json()["results"]
    address, walked = f"{API}episodes/?ordering={ordering}&page_size=2", []
    while address:
        answer = client.get(address).json()
        walked += answer["results"]
        address = answer["next"]

    assert walked == whole
    assert len(walked) == 5


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("episodes/?band=blue", "band"),
        ("episodes/?band=", "band"),
        ("episodes/?year=none", "year"),
        ("episodes/?ordering=size", "ordering"),
        ("search/", "q"),
        ("search/?q=a&lens=", "lens"),
        ("search/?q=" + "a" * 201, "q"),
        ("episodes/?format=xml", "format"),
        ("episodes/?q=%00", "q"),
    ],
)
def test_an_invalid_value_is_rejected(client: Client, address: str, name: str) -> None:
    answer = client.get(API + address)

    assert answer.status_code == 400
    assert [error["name"] for error in answer.json()["errors"]] == [name]


def test_statistics_count_published_episodes(client: Client) -> None:
    make_assessed("Dark", sentences=[DARK] * 40)
    make_assessed("Bright", sentences=[BRIGHT] * 40)
    make_episode("Waiting")

    with queries(5):  # version, episodes, transcripts, assessments, guests
        row = client.get(f"{API}statistics/").json()

    assert (row["episodes"], row["assessed"], row["shows"]) == (3, 2, 1)
    assert row["bands"] == {"risk-forward": 1, "mixed": 0, "opportunity-forward": 1}


def test_methodology_and_scorers_name_the_default_scorer(client: Client) -> None:
    facts = client.get(f"{API}methodology/").json()
    scorers = client.get(f"{API}scorers/").json()["results"]

    assert [each for each in scorers if each["is_default"]] == [
        {"name": facts["scorer"], "version": facts["scorer_version"], "is_default": True}
    ]
