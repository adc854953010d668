"""The search of conversations and passages: counts, partial matches and filters that stay."""

import re

import pytest
from django.test import Client

from library.pages.listing.page import PARTIAL
from library.pages.search.tabs import MAX_COUNT, tabs
from library.search import parse_query
from tests.library.views.test_views import get, words_of
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_episode

pytestmark = pytest.mark.django_db


@pytest.fixture
def _two() -> None:
    make_assessed("Dark", sentences=[DARK] * 60)
    make_assessed("Bright", sentences=[BRIGHT] * 60 + [PLAIN] * 60)


def counts(html: str) -> list[str]:
    nav = html.partition('class="tabs"')[2].partition("</nav>")[0]
    return re.findall(r'(Conversations|Passages)(?: <span class="number">([^<]+))?', nav)


@pytest.mark.parametrize(
    ("text", "any_word"),
    [
        ("alignment tax", "alignment OR tax"),
        ('"the alignment tax" -film', 'alignment OR tax -"film"'),
        ('"alignment tax" OR film', "alignment OR tax OR film"),
        ("alignment OR tax", ""),
        ("alignment", ""),
        ("the of", ""),
        ("", ""),
    ],
)
def test_a_query_for_any_of_its_words(text: str, any_word: str) -> None:
    assert parse_query(text).any_word == any_word


@pytest.mark.parametrize(
    ("conversations", "passages", "shown"),
    [
        (1200, MAX_COUNT, ["1,200", "500"]),
        (0, MAX_COUNT + 1, ["0", "500+"]),
        (None, None, ["", ""]),
    ],
)
def test_a_number_of_passages_above_the_maximum_has_a_plus(
    conversations: int | None, passages: int | None, shown: list[str]
) -> None:
    found = tabs({}, conversations=conversations, passages=passages)

    assert [tab.count for tab in found] == shown


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize(
    "filters", ["", "&show=test-show", "&band=risk-forward", "&tag=testing", "&speaker=nobody"]
)
def test_the_passages_tab_counts_the_search_results(client: Client, filters: str) -> None:
    html = get(client, f"/search/?q=extinction{filters}")

    (_, conversations), (_, passages) = counts(html)
    assert passages == str(html.count('class="moment"'))
    assert conversations == "1"


@pytest.mark.usefixtures("_two")
def test_both_tabs_have_the_same_counts_and_filters(client: Client) -> None:
    conversations = get(client, "/?q=extinction&show=test-show")
    passages = get(client, "/search/?q=extinction&show=test-show")

    assert counts(conversations) == counts(passages)
    assert 'href="/search/?q=extinction&amp;show=test-show"' in conversations
    assert 'href="/?q=extinction&amp;show=test-show"' in passages
    assert counts(get(client, "/")) == [("Conversations", "2"), ("Passages", "")]


@pytest.mark.usefixtures("_two")
def test_passages_of_drafts_are_not_counted(client: Client) -> None:
    make_assessed("Hidden", sentences=[DARK] * 60).episode.__class__.objects.filter(
        slug="hidden"
    ).update(status="draft")

    html = get(client, "/search/?q=extinction")

    assert counts(html)[1][1] == str(html.count('class="moment"'))


def test_many_partial_matches_are_a_link(client: Client) -> None:
    for number in range(PARTIAL + 1):
        make_assessed(f"Danger {number}", sentences=[DARK])

    html = client.get("/?q=danger+zebra").text

    assert f"{PARTIAL + 1} conversations with any of these words" in html
    assert html.count('class="card"') == PARTIAL
    assert f'<a href="/?q=danger+OR+zebra">See all {PARTIAL + 1}</a>' in html


@pytest.mark.usefixtures("_two")
def test_words_that_are_too_long_with_or_have_no_partial_matches(client: Client) -> None:
    words = "+".join(f"extraordinarily{letter}{letter}" for letter in "abcdefghij")

    assert "any of these words" not in get(client, f"/?q={words}")


@pytest.mark.usefixtures("_two")
def test_both_tabs_show_partial_matches_when_no_text_has_all_words(client: Client) -> None:
    conversations = words_of(get(client, "/?q=extinction+zebra"))
    passages = get(client, "/search/?q=extinction+zebra")

    assert "1 conversation with any of these words" in conversations
    assert "Passages with any of these words" in passages
    assert "<mark>extinction</mark>" in passages
    assert "any of these words" not in words_of(get(client, "/?q=zebra+quagga"))
    assert "any of these words" not in get(client, "/search/?q=zebra+quagga")


@pytest.mark.usefixtures("_two")
@pytest.mark.parametrize("address", ["/", "/search/", "/shows/test-show/"])
def test_a_misspelt_word_gets_a_suggestion_in_both_tabs(client: Client, address: str) -> None:
    html = get(client, f"{address}?q=extincton")

    assert f'Did you mean <a href="{address}?q=extinction">' in html


@pytest.mark.usefixtures("_two")
def test_links_to_map_path_and_feed_keep_the_filters(client: Client) -> None:
    make_episode("Elsewhere", show="Other Show")
    html = get(client, "/shows/test-show/?band=risk-forward&ordering=title")
    ways = html.partition('class="ways')[2].partition("</p>")[0]

    links = [href.replace("&amp;", "&") for href in re.findall(r'href="([^"]*)"', ways)]

    query = "?band=risk-forward&show=test-show"
    assert links == [f"/map/{query}", f"/path/{query}", f"/podcast.xml{query}"]
    on_map = get(client, links[0])
    assert "/episodes/dark/" in on_map
    assert "/episodes/bright/" not in on_map
    assert "Choose where the path leads" not in get(client, links[1])
    podcast = client.get(links[2])
    assert b"<title>Dark</title>" in podcast.content
    assert b"<title>Bright</title>" not in podcast.content


def test_the_unfiltered_library_links_to_a_map_but_no_path(client: Client) -> None:
    make_episode("Alone")

    ways = get(client, "/").partition('class="ways')[2].partition("</p>")[0]

    assert re.findall(r'href="([^"]*)"', ways) == ["/map/", "/podcast.xml"]


def test_the_header_links_to_every_section(client: Client) -> None:
    nav = get(client, "/methodology/").partition('aria-label="Site"')[2].partition("</nav>")[0]

    links = re.findall(r'href="([^"]*)"', nav)
    assert links == ["/", "/map/", "/path/", "/balance/", "/methodology/", "/podcast.xml"]
