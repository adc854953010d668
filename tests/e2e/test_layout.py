"""Where things stand on the screens of phones, tablets and desks."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A turning talk", sentences=[DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60)


def middle_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_mixed_is_written_under_the_middle_of_every_strip(
    page: Page, live_server: LiveServer, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("/", "/episodes/a-turning-talk/", "/methodology/", "/your-balance/"):
        page.goto(live_server.url + address)
        words = page.locator(".ends", has_text="Mixed").first
        expect(words).to_be_visible()

        middle = middle_of(words.get_by_text("Mixed", exact=True))

        assert middle == pytest.approx(middle_of(words), abs=1)
        assert words.evaluate("words => words.scrollWidth <= words.clientWidth")
