"""From the library to single passages, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_talk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A turning talk", sentences=[DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60)


def test_from_the_library_to_the_most_risk_forward_passage(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url)
    page.get_by_role("link", name="A turning talk", exact=True).click()
    expect(page.get_by_role("heading", name="Perspective map")).to_be_visible()

    page.get_by_role("list").get_by_role("link", name="Most risk-forward segment").click()

    expect(page).to_have_url(re.compile(r"/transcript/#s[1-5]$"))
    passage = page.locator(page.url[page.url.index("#") :])
    expect(passage).to_be_in_viewport()
    passage.locator("summary").click()
    expect(passage.locator(".reasons")).to_contain_text("extinction")


def test_a_bar_of_the_arc_opens_its_passage(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/episodes/a-turning-talk/")
    bars = page.locator("svg.arc a")
    last = bars.count()

    bars.nth(last - 1).locator("rect.column").click()

    expect(page).to_have_url(re.compile(rf"/transcript/#s{last}$"))
    expect(page.locator(f"#s{last}")).to_be_in_viewport()


def test_the_keyboard_reaches_markers_and_table(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/episodes/a-turning-talk/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()

    page.get_by_text("View as a table").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("row", name=re.compile("dangerous")).first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
@pytest.mark.parametrize(
    "address",
    ["/", "/methodology/", "/episodes/a-turning-talk/", "/episodes/a-turning-talk/transcript/"],
)
def test_pages_fit_the_window(
    page: Page, live_server: LiveServer, address: str, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    page.goto(live_server.url + address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [390, 1440])
def test_the_pin_is_labelled_and_at_its_position(
    open_page: Callable[..., Page], live_server: LiveServer, width: int
) -> None:
    make_talk("A dark talk", DARK, -42)
    page = open_page(viewport={"width": width, "height": 900})
    page.goto(f"{live_server.url}/episodes/a-dark-talk/")

    label = page.locator(".strip .pin text", has_text="This page −42")
    frame = page.locator(".strip .frame").bounding_box()
    head = page.locator(".strip .pin .head").bounding_box()
    assert frame is not None
    assert head is not None
    expect(label).to_be_visible()
    middle = head["x"] + head["width"] / 2
    assert abs(middle - (frame["x"] + 0.29 * frame["width"])) < 2
    assert head["y"] + head["height"] <= frame["y"]


def test_the_rail_stays_beside_the_text_and_jumps_to_a_passage(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/episodes/a-turning-talk/transcript/")
    rail = page.locator(".rail")
    expect(rail.locator(".in-view").first).to_be_attached()

    rail.locator("a").nth(10).click()

    expect(page).to_have_url(re.compile("#s11$"))
    expect(page.locator("#s11")).to_be_in_viewport()
    expect(rail).to_be_in_viewport(ratio=0.9)
    expect(rail.locator('a[href="#s11"]')).to_have_class(re.compile("in-view"))


def test_only_submit_buttons_are_visible_without_scripts(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(java_script_enabled=False)
    for address in ("/", "/episodes/a-turning-talk/", "/episodes/a-turning-talk/transcript/"):
        page.goto(live_server.url + address)
        for button in page.locator("button:visible").all():
            assert button.get_attribute("type") == "submit", button.inner_text()
