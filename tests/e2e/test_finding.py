"""How readers find conversations and passages: filters and search, in a real browser."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
PAGES = [
    "/", "/?q=zebra", "/?q=extinction+zebra", "/search/?q=extinction+zebra",
    "/shows/test-show/", "/guests/", "/guests/ada-guest/", "/tags/testing/",
    "/search/?q=extinction&show=test-show", "/search/?q=model&view=columns", "/search/?q=extincton",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A dark talk", sentences=[PLAIN] * 40 + [DARK] * 20)
    make_assessed("A bright talk", sentences=[BRIGHT] * 60)


def test_a_filter_changes_the_list_in_place_and_back_undoes_it(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url)
    page.evaluate("document.body.dataset.same = 'yes'")

    page.locator("#band-opportunity-forward").click()

    expect(page).to_have_url(f"{live_server.url}/?band=opportunity-forward")
    expect(page.locator("#count")).to_have_text("1 episode")
    expect(page).to_have_title("Opportunity-forward · Counterpoint")
    expect(page.locator("#band-opportunity-forward")).to_be_focused()
    assert page.evaluate("document.body.dataset.same") == "yes"
    page.go_back()
    expect(page.locator("#count")).to_have_text("2 episodes")


def test_filters_work_without_a_script(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(live_server.url)

    page.locator("#band-opportunity-forward").click()
    expect(page.locator("#count")).to_have_text("1 episode")
    page.get_by_role("list", name="Active filters").get_by_role("link").click()
    expect(page.locator("#count")).to_have_text("2 episodes")


def test_a_searched_phrase_opens_at_its_passage(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/search/")
    page.get_by_label("Words", exact=True).fill('"loss of control"')
    page.keyboard.press("Enter")
    page.locator(".moment a").first.click()

    expect(page).to_have_url(re.compile(r"/episodes/a-dark-talk/transcript/\?find=.*#s\d+"))
    index = page.evaluate("location.hash").removeprefix("#s")
    said = page.locator(f"#s{index} .words p", has_text="loss of control").first
    expect(said).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1440])
def test_pages_of_lists_and_search_are_accessible_and_fit(
    page: Page, live_server: LiveServer, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    for address in PAGES:
        page.goto(live_server.url + address)
        found = Axe().run(page).response["violations"]
        assert [violation["id"] for violation in found] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize(("width", "height"), [(390, 844), (820, 1100), (1440, 900)])
def test_the_first_conversations_are_in_the_first_screen(
    page: Page, live_server: LiveServer, width: int, height: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(live_server.url)

    title = page.locator(".card h2").first.bounding_box()
    assert title is not None
    assert title["y"] + title["height"] + 80 < height


def test_a_search_goes_from_conversations_to_passages_and_back(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill("extinction zebra")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1 conversation with any of these")).to_be_visible()

    page.get_by_role("navigation", name="What to search").get_by_role("link").last.click()
    expect(page).to_have_url(f"{live_server.url}/search/?q=extinction+zebra")
    expect(page.get_by_role("heading", name="Passages with any of these words")).to_be_visible()
    page.get_by_role("navigation", name="What to search").get_by_role("link").first.click()
    expect(page).to_have_url(f"{live_server.url}/?q=extinction+zebra")
