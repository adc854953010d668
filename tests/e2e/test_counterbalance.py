"""From an episode to the other side: picks, their passages, and answering passages."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scoring.services.topic_index import refresh_topics
from tests.make import BRIGHT_CLAIM, DARK_CLAIM, WARD, make_talk

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _library() -> None:
    make_talk("A dark talk", DARK_CLAIM, -40)
    make_talk("Another dark talk", DARK_CLAIM, -40, times=21)
    make_talk("A bright talk", BRIGHT_CLAIM, 40)
    make_talk("A talk on wards", WARD, 40)
    refresh_topics()


def test_a_pick_links_to_the_quoted_passage(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/episodes/a-dark-talk/")
    picks = page.get_by_role("region", name="Counterbalance on this topic")
    related = page.get_by_role("region", name="Related conversations")
    expect(picks.get_by_role("heading", name="A bright talk")).to_be_visible()
    expect(related.get_by_role("heading", name="Another dark talk")).to_be_visible()
    expect(related).not_to_contain_text("A bright talk")
    pick = picks.get_by_role("listitem").filter(has_text="A bright talk")
    expect(
        pick.get_by_role("img", name=re.compile("this page at −.*this pick at \\+"))
    ).to_be_visible()

    pick.get_by_role("link", name=re.compile("This pick, at")).click()

    expect(page).to_have_url(re.compile(r"/episodes/a-bright-talk/transcript/#s\d+$"))
    expect(page.locator(":target")).to_be_in_viewport()


def test_answers_to_a_passage_open_in_place(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}/episodes/a-dark-talk/transcript/")
    passage = page.locator("#s2")

    passage.get_by_role("link", name="See the other side").click()

    expect(passage.get_by_role("status")).to_contain_text("A bright talk")
    expect(page).to_have_url(re.compile(r"/episodes/a-dark-talk/transcript/$"))
    passage.get_by_role("link", name=re.compile("A bright talk")).click()
    expect(page).to_have_url(re.compile(r"/episodes/a-bright-talk/transcript/#s\d+$"))


def test_answers_have_a_separate_page_without_scripts(page: Page, live_server: LiveServer) -> None:
    plain = page.context.browser.new_context(java_script_enabled=False).new_page()  # type: ignore[union-attr]
    plain.goto(f"{live_server.url}/episodes/a-dark-talk/transcript/")

    plain.locator("#s2").get_by_role("link", name="See the other side").click()

    expect(plain.get_by_role("heading", name="Answering passages")).to_be_visible()
    expect(plain.get_by_role("link", name=re.compile("A bright talk"))).to_be_visible()
    plain.context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 820, 1440])
def test_the_answers_fit_the_window(
    page: Page, live_server: LiveServer, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    page.goto(f"{live_server.url}/episodes/a-dark-talk/transcript/2/answers/")

    expect(page.get_by_role("link", name=re.compile("A bright talk"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
