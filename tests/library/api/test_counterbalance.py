import pytest
from django.test import Client

from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import (
    BRIGHT_CLAIM,
    DARK,
    DARK_CLAIM,
    WARD,
    make_assessed,
    make_placed,
    make_talk,
)

pytestmark = pytest.mark.django_db

TREATY = "A treaty on chips needs inspectors, and a registry of chips."


def test_a_mirror_pick_is_a_row_with_its_reason(client: Client) -> None:
    make_placed("Page", -40)
    make_placed("Mirror", 38)

    answer = client.get("/api/v1/episodes/page/mirror-picks/").json()

    listed = client.get("/api/v1/episodes/").json()["results"]
    row = next(one for one in listed if one["slug"] == "mirror")
    assert answer == {
        "results": [
            {
                "episode": row,
                "delta": 78.0,
                "reason": "They share the technical lens, but have little topic in common. At +38, "
                "it is on the other side of the middle, 78 points from this page at −40.",
                "on_topic": False,
                "shared_topics": [],
                "pinned": False,
            }
        ],
        "next": None,
        "previous": None,
    }


def test_an_episode_without_a_position_has_no_picks(client: Client) -> None:
    make_placed("Page", -40).assessments.all().delete()

    assert client.get("/api/v1/episodes/page/mirror-picks/").json()["results"] == []


def test_related_rows_name_shared_guests_and_topics(client: Client) -> None:
    make_assessed("Page", sentences=[DARK, TREATY] * 60)
    make_assessed("Mate", sentences=[DARK, TREATY] * 61)
    make_assessed("Ward", sentences=[DARK, "The hospital lets a nurse check the ward."] * 60)
    refresh_topics()

    row = client.get("/api/v1/episodes/page/related/").json()["results"][0]

    assert row["episode"]["slug"] == "mate"
    assert row["reason"].startswith("Also with Ada Guest; also about")
    assert row["shared_topics"]


def test_an_answer_is_a_passage_with_score_time_and_link(client: Client) -> None:
    make_talk("Page", DARK_CLAIM, -40)
    make_talk("Mirror", BRIGHT_CLAIM, 30)
    make_talk("Ward", WARD, 30)
    refresh_topics()

    rows = client.get("/api/v1/episodes/page/segments/2/answers/").json()["results"]

    assert [row["episode"] for row in rows] == ["mirror"]
    assert rows[0].keys() == {
        "episode", "title", "index", "start", "end", "score", "band", "nearness",
        "shared_topics", "text", "html_url",
    }  # fmt: skip
    assert rows[0]["score"] == 30
    assert rows[0]["html_url"].endswith(f"/episodes/mirror/transcript/#s{rows[0]['index']}")


def test_a_pick_on_the_topic_names_shared_subjects(client: Client) -> None:
    make_talk("Page", DARK_CLAIM, -40)
    make_talk("Mirror", BRIGHT_CLAIM, 30)
    make_talk("Ward", WARD, 30)
    refresh_topics()

    rows = client.get("/api/v1/episodes/page/mirror-picks/").json()["results"]

    assert (rows[0]["episode"]["slug"], rows[0]["on_topic"]) == ("mirror", True)
    assert "open weights" in rows[0]["shared_topics"]
    assert "open weights" in rows[0]["reason"]


def test_subjects_are_listed_and_filter_episodes(client: Client) -> None:
    make_talk("Page", DARK_CLAIM, -40)
    make_talk("Ward", WARD, 30)
    refresh_topics()

    rows = client.get("/api/v1/subjects/", {"page_size": 100}).json()["results"]
    row = next(one for one in rows if one["name"] == "open weights")
    episodes = client.get("/api/v1/episodes/", {"subject": row["slug"]}).json()["results"]

    assert row["episode_count"] == 1
    assert row["html_url"].endswith(f"/subjects/{row['slug']}/")
    assert [one["slug"] for one in episodes] == ["page"]
    assert row["slug"] in episodes[0]["subjects"]


def test_a_passage_that_takes_no_side_has_no_answers(client: Client) -> None:
    page = make_assessed("Page", sentences=[DARK, TREATY] * 60)
    page.segment_scores.update(score=4)

    assert client.get("/api/v1/episodes/page/segments/2/answers/").json()["results"] == []


def test_fields_can_be_left_out_and_unknown_parameters_are_rejected(client: Client) -> None:
    make_placed("Page", -40)
    make_placed("Mirror", 38)
    address = "/api/v1/episodes/page/mirror-picks/"

    assert client.get(address, {"fields": "delta"}).json()["results"] == [{"delta": 78.0}]
    assert client.get(address, {"no-such": "1"}).status_code == 400


@pytest.mark.parametrize("count", [3, 20])
def test_rows_cost_the_same_for_any_number(client: Client, count: int) -> None:
    make_placed("Page", -40)
    for number in range(count):
        make_placed(f"Mirror {number}", 40)

    # Version, episode, overrides, terms, subjects, candidates each way, guests, kin, episodes
    # shown with their subjects.
    with queries(11):
        client.get("/api/v1/episodes/page/mirror-picks/")
