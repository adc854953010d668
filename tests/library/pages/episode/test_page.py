"""Charts of the episode page and the transcript viewer, as rendered by the server."""

import re
from typing import Any

import pytest
from django.test import Client

from library.models import Episode
from scoring.core.position_sentences import ingredients_sentence
from scoring.core.sentences import signed
from scoring.models import SegmentScore
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = pytest.mark.django_db


def get(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def turning() -> Episode:
    sentences = [DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60
    return make_assessed("A turning talk", sentences=sentences).episode


def test_every_step_of_the_strip_links_to_the_nearest_passage(
    client: Client, turning: Episode
) -> None:
    html = get(client, turning.get_absolute_url())
    strip = html[html.index('class="strip"') : html.index("</figure>")]

    targets = re.findall(r'#s(\d+)" tabindex="-1"', strip)
    assert len(targets) == 21
    darkest = SegmentScore.objects.earliest("score").segment.index
    assert targets[0] == str(darkest)
    assert int(targets[-1]) > int(targets[10]) > darkest


def test_markers_are_quoted_with_the_phrases_that_moved_them(
    client: Client, turning: Episode
) -> None:
    html = get(client, turning.get_absolute_url())

    assert html.count('<li class="quote">') == 3
    assert re.search(r'<mark class="moved moved-risk">[^<]*extinction[^<]*</mark>', html)
    assert re.search(r'<mark class="moved moved-opportunity">[^<]*optimistic</mark>', html)


def test_the_arc_can_be_spaced_by_time(client: Client, turning: Episode) -> None:
    even = get(client, turning.get_absolute_url())
    clocked = get(client, f"{turning.get_absolute_url()}?axis=clock")

    assert "evenly spaced in transcript order" in even
    assert "spaced by time" in clocked
    assert "arc-ticks" in clocked
    assert "arc-ticks" not in even


def test_an_untimed_transcript_has_no_clock_axis(client: Client) -> None:
    episode = make_assessed("Untimed", sentences=[DARK] * 90, timed=False).episode

    html = get(client, f"{episode.get_absolute_url()}?axis=clock")

    assert "This transcript has no timestamps." in html
    assert "Clock time" not in html
    assert "cannot follow the player" in get(client, episode.transcript_url)


def test_segments_without_a_time_are_left_out_with_a_note(client: Client, turning: Episode) -> None:
    turning.transcripts.get().segments.filter(index=2).update(start=None, end=None)

    assert "1 segment without a time is not shown" in get(
        client, f"{turning.get_absolute_url()}?axis=clock"
    )


def test_the_origin_of_each_text_is_shown(client: Client, turning: Episode) -> None:
    html = get(client, turning.get_absolute_url())

    assert re.search(r'Summary <span class="made">', html)
    assert 'made-machine">Machine-made' in html


def test_a_time_parameter_redirects_to_its_paragraph(client: Client, turning: Episode) -> None:
    location = client.get(turning.transcript_url, {"t": "400"})["Location"]
    anchor = location.rpartition("#")[2]

    assert int(anchor[1:]) <= 400
    assert f'id="{anchor}"' in get(client, turning.transcript_url)
    assert client.get(turning.transcript_url, {"t": "-5"})["Location"] == turning.transcript_url


def test_element_ids_are_unique(client: Client, turning: Episode) -> None:
    found = re.findall(r' id="([^"]+)"', get(client, turning.transcript_url))

    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("words", "marked"),
    [("two layers", "two layers"), ('"TWO layers"', "two layers"), ("layers cleaned", "cleaned")],
)
def test_found_words_are_marked_and_counted_without_scripts(
    client: Client, turning: Episode, words: str, marked: str
) -> None:
    html = client.get(turning.transcript_url, {"find": words}).content.decode()

    assert f'<mark class="find">{marked}</mark>' in html
    count = html.count('<mark class="find">')
    assert f"{count} found" in html


def test_a_search_without_matches_counts_zero(client: Client, turning: Episode) -> None:
    html = client.get(turning.transcript_url, {"find": "<b>zebra"}).content.decode()

    assert "0 found" in html
    assert "<b>zebra" not in html


def test_each_passage_has_its_reasons_and_a_challenge_link(
    client: Client, turning: Episode
) -> None:
    html = get(client, turning.transcript_url)
    count = turning.transcripts.get().segments.count()

    assert html.count("<summary>Why ") == html.count('/challenge/"') == count
    assert re.search(r'<mark class="risk">[^<]*extinction[^<]*</mark>', html)


def test_an_unsliced_transcript_is_shown(client: Client) -> None:
    episode = make_assessed("Unsliced", sentences=[PLAIN] * 3).episode
    episode.assessments.all().delete()
    episode.transcripts.get().segments.all().delete()

    html = get(client, episode.transcript_url)

    assert html.count("two layers") == 3
    assert "Not scored yet." in html


def test_the_style_guide_shows_every_partial_in_development_only(
    client: Client, settings: Any
) -> None:
    assert client.get("/styleguide/").status_code == 404

    settings.DEBUG = True
    html = get(client, "/styleguide/")

    for specimen in (
        "156 segments, 140 shown",
        "Clock time",
        "Not assessed yet",
        "Forward 30 s",
        "Why −38",
    ):
        assert specimen in html


def test_the_methodology_shows_examples_from_the_library(client: Client, turning: Episode) -> None:
    with queries(3):  # the clearest passage of each band
        html = get(client, "/methodology/")

    assert '<mark class="moved moved-risk">' in html
    assert '<mark class="moved moved-opportunity">' in html
    assert turning.transcript_url + "#s" in html
    assert "at least 20 points away" in html
    lead = turning.assessments.get(leads=True)
    made_of = lead.read_ingredients()
    assert made_of is not None
    assert f"is at {signed(lead.position)}. {ingredients_sentence(made_of)}" in html


def test_the_methodology_has_no_examples_for_an_empty_library(client: Client) -> None:
    assert "Worked examples" not in get(client, "/methodology/")
