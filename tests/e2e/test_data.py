"""The data page: accessibility, and downloading a dump by keyboard only."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from library.exporting.dumps import Dump, dump_library
from tests.e2e.test_access import _keeps_the_rules
from tests.make import make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def made(settings: LazySettings, tmp_path: Path) -> Dump:
    settings.DATA = replace(settings.DATA, folder=tmp_path / "dumps")
    make_assessed()
    return dump_library()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_page_is_accessible_and_fits(
    page: Page, live_server: LiveServer, made: Dump, scheme: str, width: int
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/data/")

    _keeps_the_rules(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_dump_is_downloaded_from_the_footer_by_keyboard(
    page: Page, live_server: LiveServer, made: Dump, tmp_path: Path
) -> None:
    page.goto(live_server.url)
    _tab_to(page, "Data")
    page.keyboard.press("Enter")
    page.wait_for_url("**/data/")

    _tab_to(page, f"{made.day:%-d %b %Y}")
    with page.expect_download() as waited:
        page.keyboard.press("Enter")

    waited.value.save_as(tmp_path / "taken.zip")
    taken = (tmp_path / "taken.zip").read_bytes()
    assert hashlib.sha256(taken).hexdigest() == made.checksum


def _tab_to(page: Page, name: str) -> None:
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == name:
            return
    raise AssertionError(f"No tab stop is called {name!r}.")
