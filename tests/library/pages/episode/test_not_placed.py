"""Conversations that are hardly about AI: the page explains it, and counts leave them out."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from library.models import Delivery, Episode
from library.pages.about.balance import BalancePage
from library.pages.episode.page import EpisodePage
from library.pages.episode.statistics import library_statistics
from library.pages.listing.card import position_sentence
from library.pages.map.episode_positions import placed_episodes
from library.services.webhooks import LeadSummary, queue_event
from scoring.models import Assessment, MirrorOverride, SegmentScore
from scoring.selectors.answering_passages import score_of
from scoring.selectors.mirror_picks import Picks
from tests.make import (
    BREAD,
    BRIGHT,
    DARK,
    PLAIN,
    make_not_placed,
    make_placed,
    make_simple,
)

pytestmark = pytest.mark.django_db
SLUG = "how-to-bake-bread"
PAGE = f"/episodes/{SLUG}/"


@pytest.fixture
def bread() -> Assessment:
    return make_not_placed()


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def test_the_page_of_an_unplaced_episode_gives_the_reason(
    bread: Assessment, client: Client
) -> None:
    said = text_of(client, PAGE)

    assert bread.not_placed_because in said
    assert "Why there is no position" in said
    assert "so it has no position and no counterbalance" in said
    assert "confidence" not in said.lower().split("why it is not placed")[0]
    assert 'class="bar no-score"' in client.get(PAGE).content.decode()
    assert "not about AI" in said


def test_an_editor_can_score_an_off_topic_segment(bread: Assessment, client: Client) -> None:
    left_out = bread.episode.transcripts.get().segments.get(index=bread.off_topic[0])
    editors = Assessment.objects.create(
        episode=bread.episode,
        transcript=left_out.transcript,
        kind="editorial",
        assessor="Eva Editor",
        published_at=timezone.now(),
        position=-20,
        band="risk-forward",
        lens="technical",
        confidence="high",
        evidence_mode="interview",
    )
    SegmentScore.objects.create(
        assessment=editors, segment=left_out, score=-20, lens="technical", reason="It is a fable."
    )

    said = text_of(client, f"{PAGE}transcript/")

    assert "−20 Technical, according to Eva Editor; scorer: not about AI. It is a fable." in said


def test_the_transcript_labels_passages_not_about_ai(bread: Assessment, client: Client) -> None:
    said = text_of(client, f"{PAGE}transcript/")

    assert said.count("Not about AI left out of all scores") == len(bread.off_topic)


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?ordering=position",
        "/map/",
        "/map/?view=table",
        "/balance/",
        "/methodology/",
        f"/embed{PAGE}",
        f"{PAGE}changes/",
        "/feed.atom",
        "/feed.rss",
        "/podcast.xml",
        f"{PAGE}picture.png",
        "/search/?q=dough",
    ],
)
def test_pages_with_an_unplaced_episode_work(
    bread: Assessment, client: Client, address: str
) -> None:
    make_placed("Placed", 40)
    answer = client.get(address)

    assert answer.status_code == 200
    if "html" in answer["Content-Type"]:
        said = answer.content.decode()
        # Two filters have a choice of this name.
        assert ">None<" not in said.replace("<span>None</span>", "")


def test_readers_cannot_comment_on_a_missing_position(bread: Assessment, client: Client) -> None:
    number = bread.off_topic[0]

    assert client.get(f"{PAGE}opinion/").status_code == 404
    assert client.get(f"{PAGE}transcript/{number}/challenge/").status_code == 404


def test_the_api_reports_that_it_is_not_placed(bread: Assessment, client: Client) -> None:
    make_placed("Placed", 40)
    rows = client.get("/api/v1/episodes/?ordering=position").json()["results"]

    assert [row["placed"] for row in rows] == [True, False]
    row = rows[-1]
    assert row["slug"] == SLUG
    assert [row[name] for name in ("position", "band", "charge", "stance_kind")] == [None] * 4
    whole = client.get(f"/api/v1/episodes/{SLUG}/").json()
    assert whole["ingredients"]["of"] == bread.ingredients["of"]
    assert whole["statistics"] is None
    segment = client.get(f"/api/v1/episodes/{SLUG}/segments/").json()["results"][0]
    assert (segment["score"], segment["band"], segment["phrases"]) == (None, None, [])
    (stored,) = client.get(f"/api/v1/episodes/{SLUG}/assessments/").json()["results"]
    assert (stored["placed"], stored["position"], stored["band"]) == (False, None, None)
    for band in ("risk-forward", "mixed", "opportunity-forward"):
        found = client.get(f"/api/v1/episodes/?band={band}").json()["results"]
        assert SLUG not in [each["slug"] for each in found]


def test_an_unplaced_episode_is_in_no_count_map_or_pick(bread: Assessment) -> None:
    other = make_placed("Placed", 40)
    places, without = placed_episodes(Episode.objects.for_map())

    assert ([place.slug for place in places], without) == (["placed"], 1)
    numbers = library_statistics()
    assert (numbers.assessed, numbers.placed, sum(numbers.bands.values())) == (2, 1, 1)
    assert sum(BalancePage().whole.sides.counts) == 1
    assert Picks(bread.episode, bread).picks == []
    assert Picks(other, other.assessments.get()).picks == []


def test_a_pinned_unplaced_episode_is_not_a_pick(bread: Assessment) -> None:
    other = make_placed("Placed", 40)
    first, second = sorted([bread.episode, other], key=lambda episode: episode.pk)
    MirrorOverride.objects.create(first=first, second=second, kind="pin", reason="Both are nice.")

    assert Picks(other, other.assessments.get()).picks == []


def test_passages_of_an_unplaced_episode_have_no_score_for_answers(bread: Assessment) -> None:
    scored = bread.segment_scores.exclude(score=None).first()

    assert scored is not None
    assert score_of(scored.segment) is None


def test_webhooks_report_that_it_is_not_placed(bread: Assessment) -> None:
    lead = LeadSummary(bread.position, bread.band, bread.lens, bread.confidence)

    assert queue_event(Delivery.Event.RESCORED, bread.episode, lead) == 0
    assert position_sentence(bread) == bread.not_placed_because


def test_an_editorial_assessment_can_place_an_unplaced_episode(
    bread: Assessment, client: Client
) -> None:
    Assessment.objects.filter(pk=bread.pk).update(leads=False)
    Assessment.objects.create(
        episode=bread.episode,
        kind="editorial",
        assessor="Eva Editor",
        leads=True,
        position=-30,
        band="risk-forward",
        lens="societal",
        confidence="high",
        evidence_mode="interview",
    )
    said = text_of(client, PAGE)

    assert "The automatic assessment has no position." in said
    assert "not placed none none" in said or "not placed – none" in said


def test_a_placed_page_explains_its_position(client: Client) -> None:
    assessment = make_simple("Dark talk", (DARK, 60), (PLAIN, 60), (BREAD, 30))
    page = text_of(client, "/episodes/dark-talk/")
    ingredients = assessment.read_ingredients()

    assert ingredients is not None
    assert f"Of {ingredients.passages} passages, {ingredients.risk} are risk-forward" in page
    assert "of the passages take a side." in page
    assert "A grey mark is a passage that is left out of all scores" in page


def test_a_mixed_page_gives_the_kind_of_mixed(client: Client) -> None:
    make_simple("Both sides", (DARK, 60), (BRIGHT, 60))
    make_simple("No side", (PLAIN, 120))

    assert "Mixed because it argues both sides." in text_of(client, "/episodes/both-sides/")
    assert "Mixed because it rarely takes a side." in text_of(client, "/episodes/no-side/")


def test_markers_and_marks_leave_out_passages_not_about_ai() -> None:
    made = make_simple("Half bread", (DARK, 60), (BREAD, 60))
    page = EpisodePage(Episode.objects.get(pk=made.episode_id))

    assert page.strip is not None
    assert {marker.mark.index for marker in page.strip.markers}.isdisjoint(made.off_topic)
    asides = {mark.index: mark.score_text for mark in page.marks if mark.score is None}
    assert asides == dict.fromkeys(made.off_topic, "not about AI")
