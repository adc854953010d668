"""How readers use episode and transcript pages, in a real browser."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.make import BRIGHT, DARK, PLAIN, make_assessed

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
EPISODE = "/episodes/a-turning-talk/"
TRANSCRIPT = f"{EPISODE}transcript/"


@pytest.fixture(autouse=True)
def _library() -> None:
    make_assessed("A turning talk", sentences=[DARK] * 60 + [PLAIN] * 60 + [BRIGHT] * 60)


def test_a_search_result_opens_its_passage_with_highlighted_words(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}/search/?q=%22loss+of+control%22")
    page.locator(".moment a").first.click()

    current = page.locator('.passage[aria-current="true"]')
    expect(current).to_be_in_viewport()
    expect(page.locator("[data-find-count]")).to_have_text(re.compile(r"^\d+ of 60$"))
    assert page.evaluate("[...CSS.highlights.get('find-now')][0].toString()") == "loss of control"


def test_a_time_link_opens_and_marks_its_paragraph(page: Page, live_server: LiveServer) -> None:
    page.goto(f"{live_server.url}{TRANSCRIPT}?t=400")

    turn = page.locator(".turn:target")
    expect(turn).to_be_in_viewport()
    assert 300 < float(turn.get_attribute("data-start") or 0) <= 400
    expect(page.locator('.passage[aria-current="true"]')).to_have_count(1)


def test_the_arc_can_be_navigated_by_keyboard(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + EPISODE)
    bars = page.locator("svg.arc a")
    page.locator('svg.arc a[tabindex="0"]').focus()

    page.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    expect(page.locator("[data-arc-readout]")).to_contain_text("Segment 2, ")
    page.keyboard.press("End")
    expect(bars.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/transcript/#s1$"))


def test_the_arc_switches_to_clock_time_and_back(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + EPISODE)
    page.get_by_role("link", name="Clock time").click()
    expect(page.locator(".arc-ticks")).to_be_visible()

    page.get_by_role("link", name="Transcript order").click()
    expect(page.locator(".arc-ticks")).to_have_count(0)


def test_tapping_a_marker_on_a_phone_opens_its_passage(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(live_server.url + EPISODE)
    page.locator(".strip a", has=page.locator(".marker-opportunity")).tap()

    expect(page).to_have_url(re.compile(r"/transcript/#s\d+$"))
    expect(page.locator(".passage:target")).to_be_in_viewport()


def test_find_counts_steps_and_wraps(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + TRANSCRIPT)
    page.keyboard.press("/")
    expect(page.locator("#find")).to_be_focused()
    page.locator("#find").fill("two layers")
    count = page.locator("[data-find-count]")
    expect(count).to_have_text("1 of 60")

    page.keyboard.press("Enter")
    expect(count).to_have_text("2 of 60")
    page.get_by_role("button", name="Previous match").click()
    page.get_by_role("button", name="Previous match").click()
    expect(count).to_have_text("60 of 60")
    expect(page.locator('.passage[aria-current="true"]')).to_be_in_viewport()


def test_a_quote_is_copied_with_its_source(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + TRANSCRIPT)
    page.get_by_role("button", name="Copy segment 2").click()

    expect(page.locator("[data-status]")).to_contain_text("Copied with source: Segment 2")
    said, source, address = page.evaluate("navigator.clipboard.readText()").split("\n")
    assert said.startswith("“")
    assert "extinction" in said
    assert re.fullmatch(r"A turning talk, Test Show, \d+:\d\d", source)
    page.goto(address)
    expect(page.locator('.passage[aria-current="true"]')).to_have_id("s2")


def test_opening_the_reasons_highlights_the_phrases_in_the_text(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(f"{live_server.url}{TRANSCRIPT}#why1")

    mark = page.locator("#s1 mark.risk", has_text="extinction").first
    expect(page.locator("#s1 .shares")).to_be_visible()
    assert "wavy" in mark.evaluate("element => getComputedStyle(element).textDecoration")
    page.locator("#s1 summary").click()
    assert "wavy" not in mark.evaluate("element => getComputedStyle(element).textDecoration")


def test_a_link_to_the_reasons_opens_the_passage(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"{live_server.url}{TRANSCRIPT}#why8")

    expect(page.locator("#s8 .shares")).to_be_in_viewport()
    expect(page.locator('.passage[aria-current="true"]')).to_have_id("s8")


def test_the_site_is_readable_without_scripts(
    open_page: Callable[..., Page], live_server: LiveServer
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(live_server.url + EPISODE)
    page.get_by_role("link", name="Clock time").click()
    expect(page.locator(".arc-ticks")).to_be_visible()
    page.get_by_role("link", name="Show full transcript").click()
    page.get_by_label("Find in the transcript").fill("two layers")
    page.get_by_role("button", name="Find", exact=True).click()

    expect(page.locator("[data-find-count]")).to_have_text("60 found")
    expect(page.locator("mark.find").first).to_have_text("two layers")
    page.locator("#s1 summary").click()
    expect(page.locator("#s1 .shares")).to_contain_text("extinction")


def test_the_dark_theme_is_stored(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + EPISODE)
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    switch = page.locator("[data-theme-switch]")
    switch.click()
    switch.click()
    expect(switch).to_have_text("Dark")
    page.goto(live_server.url + TRANSCRIPT)

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_printed_transcript_has_only_the_text(page: Page, live_server: LiveServer) -> None:
    page.goto(live_server.url + TRANSCRIPT)
    page.emulate_media(media="print")

    expect(page.locator(".tools")).to_be_hidden()
    expect(page.locator(".beside")).to_be_hidden()
    expect(page.locator("nav[aria-label=Site]")).to_be_hidden()
    expect(page.locator("#s1 .words")).to_be_visible()
    assert len(page.pdf()) > 10_000


def test_help_opens_and_single_key_shortcuts_can_be_disabled(
    page: Page, live_server: LiveServer
) -> None:
    page.goto(live_server.url + TRANSCRIPT)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Enable single-key shortcuts").uncheck()
    dialog.get_by_role("button", name="Close").click()
    page.keyboard.press("/")

    expect(page.locator("#find")).not_to_be_focused()


def test_nothing_is_loaded_from_a_video_host_before_play(
    page: Page, live_server: LiveServer
) -> None:
    make_assessed("Filmed", sentences=[DARK] * 60).episode.__class__.objects.filter(
        slug="filmed"
    ).update(video_id="abcdefghijk")
    page.goto(f"{live_server.url}/episodes/filmed/transcript/#s2")

    expect(page.locator("[data-load-label]")).to_have_text(re.compile("Play on YouTube from 1:"))
    expect(page.locator("iframe")).to_have_count(0)
