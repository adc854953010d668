"""The reader's own balance stays in the browser; nothing is sent."""

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import make_placed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ALLOWED = ("/static/", "/episodes/", "/your-balance/")


@pytest.fixture(autouse=True)
def _library() -> None:
    make_placed("A dark secret", -40)
    make_placed("A plain secret", 2)
    make_placed("Another dark secret", -30)


@pytest.fixture
def context(open_context: Callable[..., BrowserContext]) -> BrowserContext:
    return open_context(accept_downloads=True)


@pytest.fixture
def sent(context: BrowserContext) -> list[Request]:
    """All requests of the browser."""
    made: list[Request] = []
    context.on("request", lambda request: made.append(request))
    return made


def open_all(page: Page, address: str, *slugs: str) -> None:
    for slug in slugs:
        page.goto(f"{address}/episodes/{slug}/", wait_until="networkidle")
    page.goto(f"{address}/your-balance/", wait_until="networkidle")


def test_openings_are_shown_and_the_other_side_is_suggested(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    open_all(
        page, live_server.url, "a-dark-secret", "a-plain-secret", "another-dark-secret",
        "a-dark-secret",
    )  # fmt: skip

    expect(page.locator("[data-balance-said]")).to_have_text(
        "You have opened 3 conversations: 2 risk-forward, 1 mixed, 0 opportunity-forward; "
        "median −30."
    )
    expect(page.locator("[data-balance-marks] path")).to_have_count(3)
    titles = page.locator("[data-balance-list] a").all_inner_texts()
    assert titles == ["A dark secret", "Another dark secret", "A plain secret"]
    offer = page.get_by_role("link", name="Browse the opportunity-forward side")
    assert offer.get_attribute("href") == "/?band=opportunity-forward"
    answer = page.get_by_role("link", name="see the counterbalance to “A dark secret”")
    assert answer.get_attribute("href") == "/episodes/a-dark-secret/#counterbalance"


def test_the_balance_sends_no_data_to_the_server(
    context: BrowserContext, live_server: LiveServer, sent: list[Request]
) -> None:
    """All requests are for pages and their files, without a body, a query or a cookie."""
    page = context.new_page()
    open_all(page, live_server.url, "a-dark-secret", "another-dark-secret")
    expect(page.locator("[data-balance-list] li")).to_have_count(2)

    host = urlsplit(live_server.url).netloc
    for request in sent:
        asked = urlsplit(request.url)
        assert asked.netloc == host, request.url
        assert request.method == "GET", request.url
        assert asked.path.startswith(ALLOWED), request.url
        assert (asked.query, asked.fragment, request.post_data) == ("", "", None)
        assert "cookie" not in request.headers
        if not asked.path.startswith("/episodes/"):
            carried = json.dumps({**request.headers, "referer": ""})
            assert "secret" not in asked.path + carried
    documents = [urlsplit(one.url).path for one in sent if one.resource_type == "document"]
    assert documents == [
        "/episodes/a-dark-secret/", "/episodes/another-dark-secret/", "/your-balance/",
    ]  # fmt: skip
    assert context.cookies() == []

    # From here on nothing at all is asked for, whatever the reader does with the balance.
    sent.clear()
    with page.expect_download():
        page.get_by_role("button", name="Download").click()
    page.get_by_role("button", name="Turn off").click()
    page.get_by_role("button", name="Turn on").click()
    page.get_by_role("button", name="Delete all").click()
    page.wait_for_timeout(300)
    assert [one.url for one in sent if not one.url.startswith("blob:")] == []
    assert context.cookies() == []


def test_the_balance_can_be_downloaded_and_deleted(
    context: BrowserContext, live_server: LiveServer, tmp_path: Path
) -> None:
    page = context.new_page()
    open_all(page, live_server.url, "a-dark-secret")

    with page.expect_download() as saving:
        page.get_by_role("button", name="Download").click()
    saving.value.save_as(tmp_path / "saved.json")
    page.get_by_role("button", name="Delete all").click()

    saved = json.loads((tmp_path / "saved.json").read_text())
    assert saving.value.suggested_filename == "my-balance.json"
    assert [(one["slug"], one["position"]) for one in saved["opened"]] == [("a-dark-secret", -40)]
    expect(page.locator("[data-balance-said]")).to_contain_text("Nothing is stored yet")
    expect(page.locator("[data-balance-list] li")).to_have_count(0)
    assert page.evaluate("localStorage.getItem('balance')") is None


def test_nothing_is_stored_when_turned_off(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/your-balance/")
    page.get_by_role("button", name="Turn off").click()

    open_all(page, live_server.url, "a-dark-secret")

    expect(page.locator("[data-balance-said]")).to_contain_text("you have turned this off")
    assert page.evaluate("localStorage.getItem('balance')") is None


def test_with_do_not_track_nothing_is_stored_until_turned_on(
    context: BrowserContext, live_server: LiveServer
) -> None:
    context.add_init_script(
        "Object.defineProperty(navigator, 'globalPrivacyControl', { value: true })"
    )
    page = context.new_page()
    open_all(page, live_server.url, "a-dark-secret")
    expect(page.locator("[data-balance-said]")).to_contain_text("sends Do Not Track")

    page.get_by_role("button", name="Turn on").click()
    open_all(page, live_server.url, "a-dark-secret")

    expect(page.locator("[data-balance-list] li")).to_have_count(1)


def test_foreign_data_in_the_storage_is_ignored(
    context: BrowserContext, live_server: LiveServer
) -> None:
    page = context.new_page()
    page.goto(f"{live_server.url}/your-balance/")
    bad = [1, None, {"slug": "x", "title": "x", "url": "javascript:alert(1)", "position": 3}]
    for stored in ("not json", "{}", json.dumps(bad)):
        page.evaluate("stored => localStorage.setItem('balance', stored)", stored)
        page.reload()

        expect(page.locator("[data-balance-said]")).to_contain_text("Nothing is stored yet")
