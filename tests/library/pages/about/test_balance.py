import re
from pathlib import Path

import pytest
from django.test import Client

from scoring.core.spectrum import Lens
from tests.budget import queries
from tests.library.views.test_views import get, words_of
from tests.make import make_draft, make_placed
from tests.paths import ROOT

pytestmark = pytest.mark.django_db


def test_underrepresented_sides_are_listed_with_the_number_needed(client: Client) -> None:
    for number in range(3):
        make_placed(f"Dark {number}", -40, shelf="Safety")
    make_placed("Bright", 40, lens=Lens.ECONOMIC)
    make_placed("Bright too", 50, lens=Lens.ECONOMIC)
    make_draft()

    text = words_of(get(client, "/balance/"))

    assert "at least 3 of its conversations" in text
    assert "fewer than one in 4 of those" in text
    for name in ("Technical", "Safety"):
        assert (
            f"{name} needs more opportunity-forward conversations: "
            "3 risk-forward, 0 opportunity-forward. "
            "Add 1 to restore the balance." in text
        )
    assert "Economic 0 0 2 too few episodes" in text
    assert "No shelf 0 0 2 too few episodes" in text
    assert "Library 3 0 2" in text or "Whole library 3 0 2 neither" in text


def test_each_count_links_to_its_episodes(client: Client) -> None:
    make_placed("Dark", -40, shelf="Safety")
    make_placed("Plain", 4)

    html = get(client, "/balance/")

    for address in (
        "/?lens=technical&amp;band=risk-forward",
        "/?lens=technical&amp;band=mixed",
        "/?shelf=safety&amp;band=risk-forward",
        "/?band=risk-forward",
    ):
        assert f'href="{address}"' in html, address
    assert "band=opportunity-forward" not in html


def test_a_balanced_library_and_an_empty_one_show_messages(client: Client) -> None:
    assert "No conversations have been assessed yet" in get(client, "/balance/")

    make_placed("Plain", 4)

    assert "no side is underrepresented" in get(client, "/balance/")


@pytest.mark.parametrize("count", [1, 20])
def test_the_balance_costs_the_same_for_any_number(client: Client, count: int) -> None:
    for number in range(count):
        make_placed(f"Talk {number}", number * 5, shelf=f"Shelf {number}")

    with queries(2):  # by lens, by shelf
        get(client, "/balance/")


def test_the_episode_page_contains_the_data_of_the_opening(client: Client) -> None:
    make_placed("A “dark” <talk>", -40.25)

    html = get(client, "/episodes/a-dark-talk/")

    (said,) = re.findall(r"<template data-opened [^>]*>", html)
    assert 'data-slug="a-dark-talk"' in said
    assert 'data-title="A “dark” &lt;talk&gt;"' in said
    assert 'data-url="/episodes/a-dark-talk/"' in said
    assert 'data-position="-40.25"' in said
    assert 'data-band="risk-forward"' in said
    assert 'data-lens="technical"' in said


def test_the_your_balance_page_explains_itself_without_scripts(
    client: Client,
) -> None:
    with queries(0):
        text = words_of(get(client, "/your-balance/"))

    for words in (
        "no request, no cookie, no account",
        "Global Privacy Control",
        "JavaScript is off, so nothing is stored",
        "Download",
        "Delete all",
    ):
        assert words in text, words
    assert client.get("/your-balance/").cookies == {}


@pytest.mark.parametrize("name", ["balance.js", "opened.js", "your_balance.js"])
def test_the_scripts_of_your_balance_send_nothing(name: str) -> None:
    code = Path(ROOT / "static" / "js" / name).read_text()

    for way in ("fetch", "XMLHttp", "Beacon", "WebSocket", "EventSource", ".cookie", "new Image"):
        assert way not in code
