"""Every kind of page, light and dark, against the rules of WCAG 2.2 AA, and by keyboard only."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.conftest import MISSING
from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_episode

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
EPISODE = "/episodes/a-turning-talk/"
PATH = "/path/?shelf=test-shelf"
PAGES = [
    "/", "/shows/test-show/", "/shelves/test-shelf/", "/search/?q=extinction", "/methodology/",
    EPISODE, f"{EPISODE}?axis=clock", f"{EPISODE}transcript/",
    f"{EPISODE}transcript/?find=layers#s2", "/episodes/waiting/", f"{EPISODE}changes/",
    "/map/", "/map/?by=show&view=table", "/balance/", "/your-balance/", "/notebook/",
    "/path/", PATH, "/subjects/", "/data/", "/problems/", "/problems/not-found/",
    f"{EPISODE}transcript/2/answers/", "/embed/episodes/a-turning-talk/",
    "/embed/episodes/waiting/", MISSING,
]  # fmt: skip


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A turning talk", sentences=[DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60)
    make_episode("Waiting")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", PAGES)
def test_pages_are_accessible(
    page: Page, live_server: LiveServer, address: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(live_server.url + address)

    _keeps_the_rules(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_style_guide_and_the_error_page_are_accessible(
    page: Page, live_server: LiveServer, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    with override_settings(DEBUG=True):
        page.goto(f"{live_server.url}/styleguide/")
    expect(page.get_by_role("heading", level=1, name="Style guide")).to_be_visible()
    _keeps_the_rules(page)

    broken = f"{live_server.url}/broken/"
    body = render_to_string("500.html")
    page.route(broken, lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(broken)
    expect(page.get_by_role("heading", level=1)).to_contain_text("went wrong")
    _keeps_the_rules(page)


def test_the_reasons_of_a_score_are_reached_by_keyboard(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url)
    _tab_to(page, page.get_by_role("link", name="A turning talk", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("A turning talk")
    _tab_to(page, page.locator('svg.arc a[tabindex="0"]'))
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#s2$"))

    _tab_to(page, page.locator("#s2 summary"))
    page.keyboard.press("Enter")
    expect(page.locator("#s2 .shares")).to_be_visible()


def _tab_to(page: Page, target: object, most: int = 120) -> None:
    """Press Tab until `target` has the focus; fail if it is not reached."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):  # type: ignore[attr-defined]
            return
    raise AssertionError(f"{target} is not reached by {most} tabs")


def _keeps_the_rules(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})

    assert not found.response["violations"], found.generate_report()
