"""The transcript editor in a real browser, on a transcript of 5,206 cues."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from library.captions import Cue, ParsedTranscript
from library.models import Transcript
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.services.assessing import assess_transcript
from tests.e2e.test_curation import log_in
from tests.make import make_account, make_draft, real_sentences

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

CUES = 5206
SECONDS = 2.0


@pytest.fixture
def transcript() -> Transcript:
    words = real_sentences()
    cues = [
        Cue(
            f"{words[n % len(words)]} number{n + 1}", 2.5 * n, 2.5 * n + 2.4, ("Host", "Ann")[n % 2]
        )
        for n in range(CUES)
    ]
    stored, _ = store_transcript(
        make_draft("A long talk"),
        parsed=ParsedTranscript("webvtt", tuple(cues)),
        provenance=Provenance(kind=Transcript.Kind.PUBLISHER),
    )
    assess_transcript(stored)
    make_account("edna", "Editor")
    return stored


@pytest.fixture
def address(live_server: LiveServer, transcript: Transcript) -> str:
    return f"{live_server.url}/admin/library/transcript/{transcript.pk}/cues/"


def current() -> Transcript:
    return Transcript.objects.get(is_current=True)


def row(page: Page, number: int) -> Locator:
    return page.locator(".cue-row").filter(
        has=page.get_by_label(f"Text of cue {number}", exact=True)
    )


def text_of(page: Page, number: int) -> Locator:
    return page.get_by_label(f"Text of cue {number}", exact=True)


def opened(page: Page, address: str) -> float:
    """Open the editor with all cues; return the seconds until the first can be edited."""
    start = time.monotonic()
    page.goto(address, wait_until="commit")
    page.locator("#cue-editor[data-ready]").wait_for()
    seconds = time.monotonic() - start
    page.locator("#cue-editor[data-ready='all']").wait_for()
    return seconds


def test_a_long_transcript_opens_quickly_and_is_edited_and_saved_once(
    page: Page, live_server: LiveServer, address: str, transcript: Transcript
) -> None:
    cues = transcript.read_cues()
    log_in(page, live_server.url, "edna")
    opened(page, address)
    assert min(opened(page, address) for _ in range(3)) < SECONDS
    assert page.locator(".cue-row").count() == CUES
    unsaved = page.locator("[data-count]")

    text_of(page, 2).fill("Corrected words.")
    row(page, 4).get_by_role("checkbox").check()
    row(page, 6).get_by_role("checkbox").click(modifiers=["Shift"])
    page.get_by_role("button", name="Mark as advert").click()
    page.get_by_label("Cues", exact=True).fill("20-29")
    page.get_by_role("button", name="Select", exact=True).click()
    expect(page.locator("[data-status]")).to_have_text("Selected 10 cues.")
    page.get_by_role("button", name="Select none").click()
    expect(page.locator(".cue-select:checked")).to_have_count(0)
    expect(row(page, 5).locator(".cue-speaker")).to_have_text("Advert")
    text_of(page, 8).focus()
    page.get_by_role("button", name="Delete or restore").click()
    text_of(page, 10).focus()
    page.get_by_role("button", name="Join with next").click()
    expect(text_of(page, 11)).to_have_count(0)
    text_of(page, 13).fill("One sentence. Another one.")
    text_of(page, 13).evaluate("area => area.setSelectionRange(13, 13)")
    text_of(page, 13).press("Enter")
    expect(text_of(page, 13)).to_have_count(2)
    page.get_by_label("Speaker", exact=True).fill("Zed")
    page.get_by_role("button", name="Set speaker").click()
    expect(unsaved).to_have_text("7 unsaved changes")

    page.get_by_label("Search", exact=True).fill("number520")
    expect(page.locator("[data-shown]")).to_have_text(f"8 of {CUES} cues")
    page.get_by_text("Replace search matches").click()
    page.get_by_label("Replace with").fill("count ")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("[data-preview] li")).to_have_count(8)
    page.locator("[data-preview] input").first.uncheck()
    page.get_by_role("button", name="Replace in checked cues").click()
    expect(unsaved).to_have_text("14 unsaved changes")
    page.get_by_role("button", name="Delete or restore").click()
    page.get_by_role("button", name="Undo").click()
    expect(unsaved).to_have_text("14 unsaved changes")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved: ")
    expect(unsaved).to_have_text("0 unsaved changes")

    new = current()
    after = new.read_cues()
    assert (Transcript.objects.count(), new.corrects) == (2, transcript)
    assert new.assessments.automatic().count() == 1
    assert after[1] == Cue("Corrected words.", 2.5, 4.9, "Ann")
    assert [cue.speaker for cue in after[2:7]] == ["Host", "Advert", "Advert", "Advert", "Host"]
    assert after[7].text == cues[8].text
    assert after[8] == Cue(f"{cues[9].text} {cues[10].text}", 22.5, 27.4, "Ann")
    assert [(cue.text, cue.speaker) for cue in after[10:12]] == [
        ("One sentence.", "Host"), ("Another one.", "Zed"),
    ]  # fmt: skip
    assert after[-1].text == cues[-1].text.replace("number520", "count ")
    assert len(after) == CUES - 1
    assert new.speaker_marks.get().role == "advert"


def test_a_conflicting_save_shows_both_texts_and_saves_the_rest(
    open_page: Callable[..., Page], live_server: LiveServer, address: str
) -> None:
    make_account("olga", "Editor")
    mine, theirs = open_page(), open_page()
    for page, name in ((mine, "edna"), (theirs, "olga")):
        log_in(page, live_server.url, name)
        opened(page, address)
    text_of(theirs, 5).fill("Their words.")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.locator(".messagelist .success")).to_contain_text("Saved")

    text_of(mine, 5).fill("My words.")
    text_of(mine, 9).fill("Also mine.")
    mine.get_by_role("button", name="Save").click()

    expect(mine.locator(".errornote")).to_contain_text("Nothing was saved. olga replaced")
    conflict = mine.get_by_role("region", name="Changed by both of you")
    expect(conflict).to_contain_text("My words.")
    expect(conflict).to_contain_text("Their words.")
    mine.get_by_role("button", name="Save 1 change").click()
    expect(mine.locator(".messagelist .success")).to_contain_text("Saved: 1 corrected.")
    cues = current().read_cues()
    assert (cues[4].text, cues[8].text) == ("Their words.", "Also mine.")


def wait_for_drafts(page: Page, expected: int) -> None:
    keys = "Object.keys(localStorage).filter((key) => key.startsWith('counterpoint-cues-')).length"
    for _ in range(50):
        if page.evaluate(keys) == expected:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{page.evaluate(keys)} drafts, not {expected}")


def test_unsaved_edits_are_restored_after_a_crash(
    page: Page, live_server: LiveServer, address: str
) -> None:
    log_in(page, live_server.url, "edna")
    opened(page, address)
    text_of(page, 3).fill("Not saved yet.")
    wait_for_drafts(page, 1)
    page.context.new_page().goto(address)
    page.close(run_before_unload=False)

    again = page.context.pages[-1]
    opened(again, address)

    expect(text_of(again, 3)).to_have_value("Not saved yet.")
    expect(again.locator("[data-status]")).to_have_text("1 unsaved change was restored.")
    again.get_by_role("button", name="Save").click()
    expect(again.locator(".messagelist .success")).to_contain_text("1 corrected")
    wait_for_drafts(again, 0)


def test_without_javascript_a_part_is_edited(
    open_page: Callable[..., Page], live_server: LiveServer, address: str
) -> None:
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    log_in(page, live_server.url, "edna")
    page.goto(f"{address}?part=53")
    text_of(page, 5201).fill("Corrected words.")
    page.get_by_label("Speaker of cue 5202").fill("Zed")
    page.get_by_label("Delete cue 5203").check()
    page.get_by_role("button", name="Save").click()

    expect(page.locator(".messagelist .success")).to_have_text(
        "Saved: 1 corrected, 1 deleted, 1 assigned to another speaker."
    )
    expect(page).to_have_url(re.compile("part=53"))
    cues = current().read_cues()
    assert (cues[5200].text, cues[5201].speaker, len(cues)) == ("Corrected words.", "Zed", CUES - 1)
