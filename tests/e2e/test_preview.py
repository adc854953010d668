"""A reviewer without an account reads an unpublished page by a link."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from tests.e2e.test_curation import log_in
from tests.make import make_account, make_ready

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_link_opens_the_page_and_its_passages_without_an_account(
    open_context: Callable[..., BrowserContext], live_server: LiveServer
) -> None:
    make_account("edna", "Editor")
    episode = make_ready()
    editor = open_context(viewport={"width": 1440, "height": 900}).new_page()
    log_in(editor, live_server.url, "edna")
    editor.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/preview/")
    expect(editor.get_by_text("Not published.")).to_be_visible()
    link = editor.get_by_label("Link for reviewers").input_value()

    reviewer = open_context(viewport={"width": 390, "height": 844}).new_page()
    reviewer.goto(link)

    expect(reviewer.get_by_text("Not published.")).to_be_visible()
    expect(reviewer.locator("main")).to_contain_text("It is about testing.")
    assert reviewer.evaluate("document.documentElement.scrollWidth") <= 390
    reviewer.locator("svg a[href*='transcript/#s']").first.click(force=True)
    expect(reviewer).to_have_url(re.compile(r"/preview/[^/]+/transcript/#s\d+$"))
    expect(reviewer.get_by_text("Not published.")).to_be_attached()
    expect(reviewer.locator(".passage").first).to_be_attached()
