"""Layout on the screens of phones, tablets and desktops."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import BRIGHT, DARK, PLAIN, make_assessed, make_episode, make_placed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A turning talk", sentences=[DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60)


def middle_of(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["x"] + box["width"] / 2


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_label_mixed_is_centred_under_every_strip(
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


@pytest.mark.parametrize(("width", "abreast"), [(390, 1), (690, 1), (704, 3), (820, 3), (1440, 3)])
def test_search_columns_are_side_by_side_or_stacked(
    page: Page, live_server: LiveServer, width: int, abreast: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/search/?q=model&view=columns")

    columns = page.locator(".columns > section")
    expect(columns).to_have_count(3)
    boxes = [column.bounding_box() for column in columns.all()]

    assert sum(box["y"] == boxes[0]["y"] for box in boxes if box and boxes[0]) == abreast
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("address", "strip"), [("/", ".standing-strip"), ("/map/", ".swarm")])
def test_isolated_marks_have_touch_targets_on_a_phone(
    page: Page, live_server: LiveServer, address: str, strip: str
) -> None:
    make_placed("A brief word", -80)
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(live_server.url + address)

    mark = page.locator(f"{strip} a[href*=brief]")
    shape = mark.locator("[class*=tone]").bounding_box()
    target = mark.locator(".target").bounding_box()
    assert shape
    assert target
    assert shape["width"] < 24
    assert target["width"] >= 24
    mark.scroll_into_view_if_needed()
    box = mark.locator(".target").bounding_box()
    assert box
    page.mouse.click(box["x"] + 1.5, box["y"] + box["height"] / 2)

    expect(page).to_have_url(f"{live_server.url}/episodes/a-brief-word/")


@pytest.mark.parametrize(("width", "abreast"), [(390, 1), (820, 3), (1440, 3)])
def test_three_related_cards_leave_no_card_alone_in_a_row(
    page: Page, live_server: LiveServer, width: int, abreast: int
) -> None:
    for number in range(3):
        make_episode(f"Another talk {number}")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{live_server.url}/episodes/another-talk-0/")

    cards = page.locator(".related > li")
    expect(cards).to_have_count(3)
    tops = [box["y"] for card in cards.all() if (box := card.bounding_box())]

    assert tops.count(tops[0]) == abreast
