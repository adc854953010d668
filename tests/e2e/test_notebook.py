"""Tools of a reader: notebook, link, print, picture and theme, in a real browser."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import DARK, PLAIN, make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
EPISODE = "/episodes/a-dark-talk/"


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A dark talk", sentences=[DARK] * 60 + [PLAIN] * 60)


def test_a_passage_is_saved_listed_opened_exported_and_deleted(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}{EPISODE}transcript/")
    page.get_by_role("button", name="Save segment 2 to your notebook").click()
    expect(page.locator("[data-status]")).to_contain_text("Saved to your notebook: Segment 2")
    page.get_by_role("button", name="Save segment 1 to your notebook").click()

    page.goto(f"{live_server.url}/notebook/")
    rows = page.get_by_role("list", name="Saved passages, latest first").get_by_role("listitem")
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("extinction")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as Markdown").click()
    text = Path(download.value.path()).read_text()
    assert text.startswith("# Notebook\n\n> “")
    assert text.count(f"]({live_server.url}{EPISODE}transcript/?t=") == 2

    page.get_by_role("button", name=re.compile("^Delete: ")).first.click()
    expect(rows).to_have_count(1)
    rows.first.get_by_role("link").click()
    expect(page.locator('.passage[aria-current="true"]')).to_have_id("s2")
    page.goto(f"{live_server.url}/notebook/")
    page.get_by_role("button", name="Delete all").click()
    expect(page.locator("[data-notebook-said]")).to_contain_text("Nothing is saved yet.")
    assert page.evaluate("localStorage.getItem('notebook')") is None


def test_the_notebook_sends_no_data_to_the_server(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{EPISODE}transcript/")
    page.wait_for_load_state("networkidle")
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))

    page.get_by_role("button", name="Save segment 1 to your notebook").click()
    expect(page.locator("[data-status]")).to_contain_text("Saved")

    assert requests == []
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "entry", ["[1, {}]", '[{"url": "//x.example", "text": "", "source": ""}]', "{"]
)
def test_bad_storage_is_ignored(page: Page, live_server: LiveServer, entry: str) -> None:
    page.goto(f"{live_server.url}/notebook/")
    page.evaluate("entry => localStorage.setItem('notebook', entry)", entry)
    page.reload()

    expect(page.locator("[data-notebook-said]")).to_contain_text("Nothing is saved yet.")


def test_the_link_is_copied_and_the_picture_is_a_download(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + EPISODE)
    page.get_by_role("button", name="Copy link").click()
    expect(page.locator("[data-tools-status]")).to_have_text("Link copied.")
    assert page.evaluate("navigator.clipboard.readText()").endswith(EPISODE)

    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")
    with page.expect_download() as download:
        page.get_by_role("link", name="Image to share").click()
    assert Path(download.value.path()).read_bytes().startswith(b"\x89PNG")


def test_the_theme_has_an_icon_for_each_choice(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url)
    switch = page.locator("[data-theme-switch]")
    icons = []
    for name in ("Auto", "Light", "Dark"):
        expect(switch).to_have_text(name)
        icons.append(switch.evaluate("e => getComputedStyle(e, '::before').content"))
        switch.click()

    assert len(set(icons)) == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_notebook_is_accessible(page: Page, live_server: LiveServer, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}{EPISODE}transcript/")
    page.get_by_role("button", name="Save segment 1 to your notebook").click()
    page.goto(f"{live_server.url}/notebook/")
    expect(page.get_by_role("listitem").first).to_be_visible()

    assert Axe().run(page).response["violations"] == []
