"""The map of the library by mouse, by keyboard and without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scoring.core.spectrum import Lens
from tests.make import make_placed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_placed("Dark and technical", -40)
    make_placed("Plain and technical", 2)
    make_placed("Bright and technical", 45)
    make_placed("Dark and societal", -35, lens=Lens.SOCIETAL)
    make_placed("Bright and societal", 30, lens=Lens.SOCIETAL)


def test_a_mark_opens_its_conversation_by_mouse(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/map/")
    mark = page.get_by_role("link", name="Bright and technical: +45")

    mark.locator("path").hover()
    expect(page.locator("[data-map-readout]")).to_contain_text("Bright and technical: +45")
    expect(page.locator(".name-now")).to_have_text("Bright and technical")
    mark.locator("path").click()

    expect(page).to_have_url(re.compile(r"/episodes/bright-and-technical/$"))


def test_arrow_keys_move_between_marks_and_enter_opens_one(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/map/")
    page.get_by_role("link", name="Technical", exact=True).focus()

    page.keyboard.press("Tab")
    steps = [
        ("", "Dark and technical"),
        ("ArrowRight", "Plain and technical"),
        ("ArrowRight", "Bright and technical"),
        ("ArrowDown", "Bright and societal"),
        ("ArrowLeft", "Dark and societal"),
        ("ArrowUp", "Dark and technical"),
        ("End", "Bright and societal"),
        ("ArrowRight", "Bright and societal"),
        ("Home", "Dark and technical"),
    ]
    for key, title in steps:
        if key:
            page.keyboard.press(key)
        expect(page.locator(":focus")).to_have_accessible_name(re.compile(f"^{title}: "))
        expect(page.locator("[data-map-readout]")).to_contain_text(title)
        expect(page.locator(".name-now")).to_have_text(title)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Societal")

    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/episodes/dark-and-technical/$"))


def test_links_group_zoom_and_show_the_table(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/map/")

    page.get_by_role("link", name="All together").click()
    expect(page.get_by_role("heading", name="All together")).to_be_visible()
    page.get_by_role("link", name="Risk-forward half").click()
    expect(page.locator(".swarm a")).to_have_count(2)
    page.get_by_role("link", name="Table", exact=True).click()

    expect(page.get_by_role("row", name=re.compile("Dark and societal −35"))).to_be_visible()
    expect(page).to_have_url(re.compile("by=together&from=-100&to=0&view=table"))


def test_every_mark_is_focusable_without_scripts(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/map/")

    mark = page.get_by_role("link", name=re.compile("Dark and societal: −35"))
    mark.focus()
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/episodes/dark-and-societal/$"))
