import re
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client

from library.models import Episode, Segment
from library.pages.reading_path import page
from scoring.models import PassageAnswer, Subject
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import BRIGHT, DARK, PLAIN, make_answers, make_assessed, make_draft, make_placed

pytestmark = pytest.mark.django_db

BRIGHT_AUDIO = "https://example.org/bright.mp3?x=1"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@pytest.fixture
def shelf() -> None:
    make_answers(
        make_placed("Dark", -40, shelf="Safety", summary="All may be lost."),
        make_placed("Bright", 45, shelf="Safety", audio_url=BRIGHT_AUDIO, audio_bytes=7),
        make_placed("Darker", -60, shelf="Safety", audio_url="https://example.org/stream"),
        make_placed("Elsewhere", 60),
    )
    make_draft()


def titles(html: str) -> list[str]:
    return re.findall(r'<h2 id="step-\d+"><a [^>]*>([^<]*)', html)


@pytest.mark.usefixtures("shelf")
def test_a_path_through_a_shelf_alternates_sides_and_describes_each_step(
    client: Client,
) -> None:
    html = get(client, "/path/?shelf=safety")

    assert titles(html) == ["Dark", "Bright", "Darker"]
    text = words_of(html)
    assert "Two sides of Safety" in text
    assert "Starts the path at −40, with the technical lens." in text
    assert "Answers step 1 from the other side, 85 points away (+45 against −40)" in text
    assert "Chosen from 3 assessed conversations" in text


def test_a_path_from_a_search_uses_the_matching_passages(client: Client) -> None:
    make_assessed("A dark one", sentences=[DARK, PLAIN] * 40)
    make_assessed("A bright one", sentences=[BRIGHT, PLAIN] * 40)
    make_assessed("Another", sentences=["Bread rises when it is warm."] * 60)

    for episode in Episode.objects.filter(title__startswith="A "):
        segment = episode.transcripts.get().segments.get(index=1)
        others = Segment.objects.filter(index=1).exclude(pk=segment.pk)
        for other in others.filter(transcript__episode__title__startswith="A "):
            PassageAnswer.objects.create(
                question=segment, answer=other, nearness=0.5, start=0, end=20
            )

    html = get(client, "/path/?q=cleaned")

    assert sorted(titles(html)) == ["A bright one", "A dark one"]
    assert "Two sides of “cleaned”" in html
    assert re.search(
        r'href="/episodes/a-dark-one/transcript/#s\d+[^"]*">The passage at 0:0\d', html
    )
    assert "<mark>cleaned</mark>" in html


def test_a_step_names_the_subjects_and_quotes_both_passages(client: Client) -> None:
    Subject.objects.create(
        slug="open-weights", name="open weights", lens="governance", phrases="open weight"
    )
    dark, bright = make_placed("Dark", -40), make_placed("Bright", 45)
    make_answers(dark, bright, subjects=["open-weights"])

    html = get(client, "/path/?lens=technical")

    assert "Answers step 1 on open weights from the other side" in words_of(html)
    assert "Bright says so." in html
    assert re.search(r'href="/episodes/bright/transcript/#s1">Previous step', html)
    assert re.search(r'href="/episodes/dark/transcript/#s1">This step', html)
    assert titles(get(client, "/path/?subject=open-weights")) == []


def test_without_answering_passages_there_is_no_path_and_the_page_explains_it(
    client: Client,
) -> None:
    make_placed("Dark", -40, shelf="Safety")
    make_placed("Bright", 45, shelf="Safety")

    html = get(client, "/path/?shelf=safety")

    assert titles(html) == []
    assert "no passage of one answers a passage of another" in html


@pytest.mark.usefixtures("shelf")
def test_a_shelf_with_one_side_has_no_path_and_an_explanation(client: Client) -> None:
    Episode.objects.filter(slug="bright").update(status="draft")

    html = get(client, "/path/?shelf=safety")

    assert titles(html) == []
    assert "no conversation here is on the opportunity-forward side" in html
    assert "no placed conversation matches" in get(client, "/path/?q=nothing+says+this")


@pytest.mark.usefixtures("shelf")
def test_without_a_filter_the_page_lists_shelves(client: Client) -> None:
    html = get(client, "/path/")

    assert titles(html) == []
    assert 'href="/path/?shelf=safety"' in html
    assert "No path yet" not in html


@pytest.mark.usefixtures("shelf")
def test_only_shelves_with_a_possible_path_are_listed(client: Client) -> None:
    make_answers(
        make_placed("Lonely", -40, shelf="One side"),
        make_placed("Mild", -9, shelf="Too near"),
        make_placed("Milder", 10.4, shelf="Too near"),
        make_placed("Low", -10, shelf="Far enough"),
        make_placed("High", 9.5, shelf="Far enough"),
        make_placed("In the middle", 0, shelf="Middling"),
        make_placed("Far out", 60, shelf="Middling"),
    )
    html = get(client, "/path/")

    offered = re.findall(r'href="/path/\?shelf=([^"]*)"', html)
    assert offered == ["far-enough", "safety"]
    for slug in ("one-side", "too-near", "far-enough", "middling", "safety"):
        assert bool(titles(get(client, f"/path/?shelf={slug}"))) == (slug in offered)


@pytest.mark.usefixtures("shelf")
def test_a_shelf_is_listed_according_to_its_newest_candidates(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "MAX_CANDIDATES", 2)
    Episode.objects.exclude(slug="bright").update(published_on=date(2025, 1, 1))
    assert "shelf=safety" not in get(client, "/path/")
    assert titles(get(client, "/path/?shelf=safety")) == []

    Episode.objects.filter(slug="bright").update(published_on=date(2026, 1, 1))
    assert "shelf=safety" in get(client, "/path/")
    assert titles(get(client, "/path/?shelf=safety")) == ["Bright", "Dark"]


def test_a_library_without_a_shelf_with_two_sides_explains_it(client: Client) -> None:
    make_placed("Lonely", -40, shelf="One side")

    html = get(client, "/path/")

    assert "No shelf yet has conversations from both sides" in html
    assert "Or through a shelf" not in html


@pytest.mark.usefixtures("shelf")
def test_the_feed_is_a_podcast_in_path_order_with_known_audio(client: Client) -> None:
    answer = client.get("/path.xml?shelf=safety")

    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.feed.title == "Two sides of Safety"
    assert [entry.title for entry in feed.entries] == ["1. Dark", "2. Bright", "3. Darker"]
    assert feed.entries[0].link == "http://testserver/episodes/dark/"
    assert "All may be lost." in feed.entries[0].summary
    sounds = [[(one.href, one.type) for one in entry.enclosures] for entry in feed.entries]
    assert sounds == [[], [(BRIGHT_AUDIO, "audio/mpeg")], []]
    root = ElementTree.fromstring(answer.content)
    assert root.findtext(f"channel/{ITUNES}type") == "serial"
    assert [one.text for one in root.iter(f"{ITUNES}episode")] == ["1", "2", "3"]


@pytest.mark.usefixtures("shelf")
def test_the_markdown_has_every_step_with_its_links(client: Client) -> None:
    Episode.objects.filter(slug="dark").update(title="Dark [or] *not*")

    text = client.get("/path.md?shelf=safety").content.decode()

    assert text.startswith("# Two sides of Safety\n\n<http://testserver/path/?shelf=safety>\n")
    assert (
        "1. **[Dark \\[or\\] \\*not\\*](http://testserver/episodes/dark/)** (Plain Show), at −40\n"
        in text
    )
    assert "   [Audio](<https://example.org/stream>)" in text
    assert "3. **[Darker]" in text


def test_feed_and_markdown_explain_a_missing_path(client: Client) -> None:
    make_placed("Bright", 45, shelf="Safety")

    for address in ("/path.xml?shelf=safety", "/path.md?shelf=safety"):
        assert "no conversation here is on the risk-forward side" in get(client, address)


@pytest.mark.parametrize("count", [1, 20])
def test_a_path_costs_the_same_for_any_shelf(client: Client, count: int) -> None:
    episodes = []
    for number in range(count):
        episodes.append(make_placed(f"Dark {number}", -40 - number, shelf="Safety"))
        episodes.append(make_placed(f"Bright {number}", 40 + number, shelf="Safety"))
    make_answers(*episodes)

    # Candidates, answers, the steps' episodes, guests, passages, title of the shelf, subjects to
    # choose from, shelves.
    with queries(8):
        get(client, "/path/?shelf=safety")
