"""The rail of the transcript: one bar per passage, from top to bottom."""

import re

import pytest
from django.test import Client

from tests.library.views.test_views import get
from tests.make import BREAD, BRIGHT, DARK, PLAIN, make_assessed, make_episode, make_simple

pytestmark = pytest.mark.django_db


def rail(client: Client, address: str) -> str:
    return get(client, address).partition('class="rail"')[2].partition("</svg>")[0]


def test_every_passage_has_a_row_that_links_to_it(client: Client) -> None:
    make_simple("A talk", (DARK, 40), (PLAIN, 20), (BREAD, 40), (BRIGHT, 40))

    html = get(client, "/episodes/a-talk/transcript/")
    rows = re.findall(r'<a href="#(s\d+)"', rail(client, "/episodes/a-talk/transcript/"))

    assert rows == re.findall(r'<section id="(s\d+)"', html)


def test_a_bar_is_left_for_risk_right_for_opportunity_and_absent_without_a_score(
    client: Client,
) -> None:
    make_simple("A talk", (DARK, 40), (BREAD, 40), (BRIGHT, 40))

    rows = re.findall(r"<a .*?</a>", rail(client, "/episodes/a-talk/transcript/"))
    bars = [re.search(r'class="bar [^"]*" x="([\d.]+)"', row) for row in rows]

    assert bars[0] is not None
    assert bars[-1] is not None
    assert float(bars[0].group(1)) < 20
    assert float(bars[-1].group(1)) == 20
    aside = [row for row in rows if "not about AI" in row]
    assert aside
    assert all('class="bar' not in row for row in aside)


def test_a_long_rail_has_at_most_140_rows(client: Client) -> None:
    make_assessed("A long talk", sentences=[f"{DARK} Take {n}." for n in range(2200)])

    assert rail(client, "/episodes/a-long-talk/transcript/").count("<a ") == 140


def test_an_unscored_transcript_has_no_rail(client: Client) -> None:
    make_episode("Waiting")

    assert 'class="rail"' not in get(client, "/episodes/waiting/transcript/")


def test_a_machine_made_transcript_has_one_caveat(client: Client) -> None:
    make_assessed("A talk").episode.transcripts.update(kind="machine")

    html = get(client, "/episodes/a-talk/transcript/")

    assert html.count("technical terms wrong") == 1
    assert "may be wrong" not in html
