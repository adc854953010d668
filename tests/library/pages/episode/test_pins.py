"""The position of a page as a labelled pin on every chart."""

import re

import pytest
from django.test import Client

from library.models import Episode
from library.pages.episode.page import EpisodePage, published_episode
from library.pages.episode.pins import Pin, pins_of
from scoring.core.position_sentences import lean_of
from scoring.models import Assessment
from tests.library.views.test_views import get, words_of
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_placed, make_talk


@pytest.mark.parametrize(
    ("position", "words"),
    [
        (-36, "leans risk, −36"),
        (-17.4, "mixed, −17"),
        (0.2, "mixed, 0"),
        (17.5, "leans opportunity, +18"),
    ],
)
def test_a_lean_is_described_in_words_and_a_number(position: float, words: str) -> None:
    assert lean_of(position) == words


@pytest.mark.parametrize(
    ("score", "percent", "anchor"), [(-100, 0.98, "start"), (0, 50, "middle"), (100, 99.02, "end")]
)
def test_a_label_stays_on_the_strip(score: float, percent: float, anchor: str) -> None:
    pin = Pin("This page", score)

    assert (pin.percent, pin.anchor) == (percent, anchor)


def test_an_assessment_without_a_position_has_no_pin() -> None:
    assert pins_of(None, None) is None
    assert pins_of(Assessment(position=None), None) is None


@pytest.mark.django_db
def test_the_position_is_on_strip_arc_and_embedded_strip(client: Client) -> None:
    episode = make_talk("A dark talk", DARK, -42)

    html = get(client, episode.get_absolute_url())
    embedded = get(client, "/embed/episodes/a-dark-talk/")

    assert "Leans risk, −42 on a scale from −100" in words_of(html)
    assert html.count('class="pins"') == 1
    assert re.search(r"<text [^>]*>This page −42</text>", html)
    assert re.search(r"<text [^>]*>−42</text>", html.partition('class="arc-scale"')[2])
    assert '<path class="position" d="M0 184.0h840"/>' in html
    assert re.search(r"<text [^>]*>This page −42</text>", embedded)


@pytest.mark.django_db
def test_editor_and_scorer_each_have_a_pin_with_the_difference(client: Client) -> None:
    episode = make_talk("A dark talk", DARK, -42.4)
    episode.assessments.update(leads=False)
    editor = make_placed("Elsewhere", -20.5).assessments.get()
    editor.episode = episode
    editor.status, editor.leads = Assessment.Status.PUBLISHED, True
    editor.save()

    page = EpisodePage(published_episode(episode.slug))
    html = get(client, episode.get_absolute_url())

    assert page.pins is not None
    assert [pin.text for pin in page.pins.pins] == ["Editor −21", "Automatic −42"]
    assert page.difference == 21
    assert "The automatic position is −42 (Δ +21)" in words_of(html)
    assert html.count('class="stem stem-beside"') == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        ([DARK] * 60 + [PLAIN] * 30, ["risk", "median"]),
        ([BRIGHT] * 60 + [PLAIN] * 30, ["median", "opportunity"]),
        ([PLAIN] * 60, ["median"]),
    ],
)
def test_a_segment_is_most_extreme_only_if_it_leans(sentences: list[str], names: list[str]) -> None:
    episode = make_assessed("A talk", sentences=sentences).episode

    strip = EpisodePage(Episode.objects.for_episode_page().get(pk=episode.pk)).strip

    assert strip is not None
    assert [marker.name for marker in strip.markers] == names


@pytest.mark.django_db
def test_the_interval_is_a_band_over_the_strip(client: Client) -> None:
    episode = make_talk("A dark talk", DARK, -42)
    episode.assessments.update(low=-60, high=-20)

    html = get(client, episode.get_absolute_url())

    assert '<path class="interval" d="M20.0 5.2H40.0v8.6H20.0z"/>' in html
    assert "interval −60 to −20" in words_of(html)
