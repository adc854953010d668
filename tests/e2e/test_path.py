"""Reading paths: choose, follow, share and export."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import make_answers, make_placed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TITLES = ["The first warning", "The first hope", "The second warning"]


@pytest.fixture(autouse=True)
def _library() -> None:
    positions = zip(TITLES, (-40, 40, -41), strict=True)
    make_answers(*(make_placed(title, place, shelf="Safety") for title, place in positions))
    make_placed("Elsewhere", 60, shelf="Economy")


def test_a_path_through_a_shelf_alternates_sides_and_links_to_its_conversations(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/path/")
    page.get_by_role("link", name="Safety", exact=True).click()
    expect(page).to_have_url(f"{live_server.url}/path/?shelf=safety")

    steps = page.locator("ol.steps > li")
    expect(steps).to_have_count(3)
    assert set(steps.locator("h2").all_inner_texts()) == set(TITLES)
    expect(steps.nth(1).locator("h2")).to_have_text("The first hope")
    expect(steps.nth(1)).to_contain_text("Answers step 1 from the other side")
    expect(steps.nth(2)).to_contain_text("Answers step 2 from the other side")

    steps.nth(1).get_by_role("link", name="The first hope").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The first hope")


def test_the_same_link_gives_the_same_path_and_it_can_be_exported(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    page.goto(f"{live_server.url}/path/?shelf=safety")
    first = page.locator("ol.steps h2").all_inner_texts()
    page.get_by_role("link", name="Link to this path").click()
    assert page.locator("ol.steps h2").all_inner_texts() == first

    with page.expect_download() as saving:
        page.get_by_role("link", name="Download as Markdown").click()
    saving.value.save_as(tmp_path / "path.md")
    written = (tmp_path / "path.md").read_text()
    assert [written.index(title) for title in first] == sorted(map(written.index, first))
    feed = page.request.get(
        live_server.url
        + str(page.get_by_role("link", name="As a podcast feed").get_attribute("href"))
    )
    assert feed.headers["content-type"].startswith("application/rss+xml")
    assert all(title in feed.text() for title in first)


def test_the_page_explains_a_missing_path(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/path/?shelf=economy")

    expect(page.locator("ol.steps")).to_have_count(0)
    expect(page.get_by_role("link", name="See these conversations")).to_be_visible()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_path_map_and_balances_fit_their_window(
    page: Page, live_server: LiveServer, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/path/", "/path/?shelf=safety", "/map/", "/balance/", "/your-balance/"):
        page.goto(live_server.url + address)
        for place in ("document.documentElement", "document.querySelector('.scroll')"):
            over = page.evaluate(f"(e => e ? e.scrollWidth - e.clientWidth : 0)({place})")
            assert over <= 0, (address, place, over)
