"""The embedded strip on another site: framed, small, and loading only its style sheet."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import make_placed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_placed("A dark talk", -40)


@pytest.mark.parametrize("width", [200, 480, 800])
def test_the_strip_shows_in_a_frame_of_another_page(
    page: Page, live_server: LiveServer, width: int
) -> None:
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.resource_type))
    address = f"{live_server.url}/embed/episodes/a-dark-talk/"

    outer = f'<iframe title="Strip" width="{width}" height="200" src="{address}"></iframe>'
    page.route("**/outer", lambda route: route.fulfill(body=outer, content_type="text/html"))

    page.goto(f"{live_server.url}/outer")

    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("link", name="A dark talk")).to_be_visible()
    expect(frame.locator("body")).to_contain_text("−40 Risk-forward")
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.frames[1].evaluate(wide) == 0
    assert set(loaded) == {"document", "stylesheet"}
