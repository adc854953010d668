import re

import pytest
from django.test import Client

from library.models import Episode, Shelf
from scoring.curation.mirror_overrides import override_pair
from scoring.models import Assessment, MirrorOverride, PassageAnswer, SegmentScore
from scoring.services.assessing import choose_lead
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_placed

pytestmark = pytest.mark.django_db

TREATY = "I think a treaty on AI chips will help, because AI chips need export controls."
HOSPITAL = "I think the hospital will help, because AI in medicine lets a doctor check."


def section(client: Client, address: str, name: str) -> str:
    html = client.get(address).content.decode()
    part = html[html.index(f'aria-labelledby="{name}"') :]
    part = part[: part.index("</section>")]
    return " ".join(re.sub(r"<[^>]+>", " ", part).split())


def make_debate() -> None:
    """Create a dark and a bright episode on treaties, and two episodes on wards."""
    make_assessed("Dark treaties", sentences=[DARK, TREATY] * 60)
    make_assessed("Bright treaties", sentences=[BRIGHT, TREATY] * 60)
    make_assessed("Bright wards", sentences=[BRIGHT, HOSPITAL] * 60)
    make_assessed("Dark wards", sentences=[DARK, HOSPITAL] * 60)
    for word, score in (("Dark", -40), ("Bright", 30)):
        chosen = Assessment.objects.filter(episode__title__startswith=word)
        for assessment in chosen:
            assessment.position, assessment.low, assessment.high = score, None, None
            assessment.trail = [score for _ in assessment.trail]
            assessment.lens = "governance"
            assessment.save()
            assessment.segment_scores.update(score=score, lens="governance")
    refresh_topics()


def test_a_pick_shows_both_positions_and_quotes_both(client: Client) -> None:
    make_debate()

    text = section(client, "/episodes/dark-treaties/", "counterbalance")

    assert "Bright treaties" in text
    assert "This page −40 This pick +30 Δ 70 Governance lens" in text
    assert "Both talk about" in text
    assert "At +30, it is on the other side of the middle, 70 points from this page at −40" in text
    assert "This page, at " in text
    assert "This pick, at " in text
    other = text.index("From the other side, on other topics")
    assert text.index("Bright treaties") < other < text.index("Bright wards")
    assert "This pick, at " not in text[other:]


def test_related_and_counterbalance_never_share_an_episode(client: Client) -> None:
    make_debate()

    for slug in Episode.objects.values_list("slug", flat=True):
        related = client.get(f"/api/v1/episodes/{slug}/related/").json()["results"]
        picks = client.get(f"/api/v1/episodes/{slug}/mirror-picks/").json()["results"]
        shown = [row["episode"]["slug"] for row in related]
        assert shown
        assert not set(shown) & {row["episode"]["slug"] for row in picks}
        assert slug not in shown


def test_a_related_card_gives_its_reason(client: Client) -> None:
    make_debate()

    text = section(client, "/episodes/dark-treaties/", "related")

    assert "Dark wards" in text
    assert "Also with Ada Guest;" in text
    assert "on the same shelf; from the same show." in text
    assert "segments" in text


def test_a_related_card_with_an_editorial_lead_shows_the_scorers_statistics(client: Client) -> None:
    make_debate()
    related = Episode.objects.get(slug="dark-wards")
    found = related.assessments.get().statistics["count"]
    Assessment.objects.create(
        episode=related,
        kind="editorial",
        assessor="Eva Editor",
        position=-45,
        band="risk-forward",
        lens="governance",
        confidence="high",
        evidence_mode="interview",
    )
    choose_lead(related)

    html = client.get("/episodes/dark-treaties/").content.decode()
    card = html[html.index('class="kin"') :].partition("</article>")[0]

    assert "Dark wards" in card
    assert 'class="trail"' in card
    assert 'class="bands"' in card
    assert f"{found} segments" in card
    assert "Position −45, set by an editor" in card


def test_picks_on_other_topics_are_under_their_own_heading(
    client: Client,
) -> None:
    make_placed("Page", -40)
    make_placed("Mirror", 40)

    text = section(client, "/episodes/page/", "counterbalance")

    assert "No conversation on the other side shares this topic yet." in text
    assert text.index("From the other side, on other topics") < text.index("Mirror")


def test_passages_that_take_no_side_are_not_quoted(client: Client) -> None:
    make_debate()
    SegmentScore.objects.filter(assessment__episode__slug="bright-treaties").update(score=4)
    for assessment in Assessment.objects.filter(episode__slug="bright-treaties"):
        assessment.trail = [4 for _ in assessment.trail]
        assessment.save()

    text = section(client, "/episodes/dark-treaties/", "counterbalance")

    assert "Bright treaties" in text
    assert "This pick, at " not in text


def test_a_score_without_phrases_is_not_quoted(client: Client) -> None:
    make_debate()
    SegmentScore.objects.filter(assessment__episode__slug="bright-treaties").update(phrases=[])

    text = section(client, "/episodes/dark-treaties/", "counterbalance")

    assert "Bright treaties" in text
    assert "This pick, at " not in text


def test_without_picks_the_page_links_to_the_other_side(client: Client) -> None:
    make_placed("Page", -40)
    make_placed("Mate", -30)

    html = client.get("/episodes/page/").content.decode()

    assert "No conversation on the other side shares this topic yet" in html
    assert 'href="/?band=opportunity-forward"' in html
    assert client.get("/?band=opportunity-forward").status_code == 200


def test_a_page_without_a_position_has_no_counterbalance(client: Client) -> None:
    make_placed("Page", -40).assessments.all().delete()

    assert "has no position yet" in section(client, "/episodes/page/", "counterbalance")


def test_a_pinned_pick_is_labelled_with_its_reason_and_numbers(client: Client) -> None:
    page, mate = make_placed("Page", -40), make_placed("Mate", -35)
    override_pair(page, mate, kind=MirrorOverride.Kind.PIN, reason="They debated each other.")

    text = section(client, "/episodes/page/", "counterbalance")

    assert "Pinned by the editors. They debated each other." in text
    assert "Chosen by an editor, not by the rule: at −35 it is only 5 points from" in text
    row = client.get("/api/v1/episodes/page/mirror-picks/").json()["results"][0]
    assert (row["pinned"], row["delta"]) == (True, 5.0)


def test_a_page_near_the_middle_is_described_as_taking_no_side(client: Client) -> None:
    make_placed("Page", 4)
    make_placed("Dark", -30)
    make_placed("Bright", 40)

    text = section(client, "/episodes/page/", "counterbalance")

    assert "No conversation on either side shares this topic yet" in text
    assert "34 points to the risk-forward side" in text
    assert "36 points to the opportunity-forward side" in text


@pytest.mark.django_db(transaction=True)  # On PostgreSQL the version is drawn at a commit.
def test_a_new_score_or_ban_updates_the_page_at_once(client: Client, settings: object) -> None:
    settings.PAGE_CACHE_SECONDS = 600  # type: ignore[attr-defined]
    page, mirror = make_placed("Page", -40), make_placed("Mirror", 40)
    assert "Mirror" in section(client, "/episodes/page/", "counterbalance")

    Assessment.objects.filter(episode=mirror).update(position=55)
    assert "This pick +55" in section(client, "/episodes/page/", "counterbalance")

    override_pair(page, mirror, kind=MirrorOverride.Kind.BAN, reason="A satire.")
    assert "Mirror" not in section(client, "/episodes/page/", "counterbalance")


@pytest.mark.parametrize("count", [5, 20])
def test_the_page_costs_the_same_for_any_number_of_others(client: Client, count: int) -> None:
    make_assessed("Page", sentences=[DARK, TREATY] * 60)
    shelf = Shelf.objects.get()
    for number in range(count):
        make_assessed(f"Talk {number}", sentences=[BRIGHT, TREATY] * 60)
        make_assessed(f"Ward {number}", sentences=[BRIGHT, HOSPITAL] * 60)
    assert shelf.episodes.count() == 2 * count + 1
    Assessment.objects.exclude(episode__slug="page").update(position=30, low=None, high=None)
    Assessment.objects.filter(episode__slug="page").update(position=-40, low=None, high=None)
    refresh_topics()

    with queries(26):
        # Eight of the page; pins and bans, two of the page's topics, two of the nearest across the
        # middle, candidates, two of their topics; the same two of the nearest anywhere, what they
        # have in common; episodes, subjects; and five of the passages quoted.
        client.get("/episodes/page/")


def test_a_link_is_shown_only_where_there_is_an_answer(client: Client) -> None:
    make_debate()
    PassageAnswer.objects.filter(question__index=1).delete()

    html = client.get("/episodes/dark-treaties/transcript/").content.decode()

    assert 'href="2/answers/"' in html
    assert 'href="1/answers/"' not in html


def test_the_answers_page_shows_both_passages_with_and_without_script(client: Client) -> None:
    make_debate()
    address = "/episodes/dark-treaties/transcript/2/answers/"

    html = client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<h1>Answering passages</h1>" in html
    for shown in (html, part):
        assert "Bright treaties" in shown
        assert "Bright wards" not in shown
        assert re.search(r'href="/episodes/bright-treaties/transcript/#s\d+"', shown)
        assert "+30" in shown
    assert "<h1>" not in part


def test_missing_answers_and_missing_sides_are_explained(client: Client) -> None:
    make_debate()
    Episode.objects.filter(slug="bright-treaties").update(status="draft")
    address = "/episodes/dark-treaties/transcript/2/answers/"
    assert "No answering passages yet" in client.get(address).content.decode()

    SegmentScore.objects.filter(assessment__episode__slug="dark-treaties").update(score=4)
    assert "This passage takes no side: its score, +4," in client.get(address).content.decode()

    SegmentScore.objects.all().delete()
    assert "has not been scored yet" in client.get(address).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/episodes/dark-treaties/transcript/999/answers/",
        "/episodes/no-such/transcript/1/answers/",
        "/api/v1/episodes/no-such/mirror-picks/",
        "/api/v1/episodes/no-such/related/",
        "/api/v1/episodes/dark-treaties/segments/999/answers/",
    ],
)
def test_unknown_answers_pages_return_404(client: Client, address: str) -> None:
    make_assessed("Dark treaties", sentences=[PLAIN] * 40)

    assert client.get(address).status_code == 404
