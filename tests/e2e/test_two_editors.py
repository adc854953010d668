"""Two people at once, and a browser that crashes: nothing that an editor wrote is lost."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from library.models import Episode
from tests.e2e.test_curation import log_in
from tests.make import make_account, make_ready

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
Opened = Callable[..., BrowserContext]


@pytest.fixture(autouse=True)
def _accounts() -> None:
    make_account("edna", "Editor")
    make_account("emil", "Editor")


def editor_at(open_context: Opened, site: str, name: str, **options: Any) -> Page:
    page = open_context(viewport={"width": 1440, "height": 900}, **options).new_page()
    log_in(page, site, name)
    return page


def test_two_people_edit_one_episode_at_once(open_context: Opened, live_server: LiveServer) -> None:
    episode = make_ready()
    form = f"{live_server.url}/admin/library/episode/{episode.pk}/change/"
    edna, emil = (editor_at(open_context, live_server.url, name) for name in ("edna", "emil"))
    for page in (edna, emil):
        page.goto(form)
    emil.get_by_label("Summary:").fill("A town buys many cameras.")
    emil.get_by_label("Claim:").fill("Cameras watch everybody.")
    emil.get_by_role("button", name="Save", exact=True).click()
    expect(emil.locator(".messagelist .success")).to_be_visible()

    edna.get_by_label("Summary:").fill("A village buys cameras.")
    edna.get_by_label("Why this matters:").fill("It shows who is watched.")
    edna.get_by_role("button", name="Save", exact=True).click()

    conflicts = edna.locator(".conflicts")
    expect(conflicts).to_contain_text("emil saved this record while you were editing it")
    expect(conflicts.locator("del")).to_have_text(["Cameras watch everybody.", "town", "many "])
    expect(conflicts.locator("ins")).to_have_text("village")
    assert Episode.objects.get().summary == "A town buys many cameras."
    conflicts.get_by_label("Keep theirs: Claim").check()
    conflicts.get_by_label("Keep mine: Summary").check()
    edna.get_by_label("Summary:").fill("A town, hardly a village, buys many cameras.")
    edna.get_by_role("button", name="Save", exact=True).click()

    expect(edna.locator(".messagelist .success")).to_be_visible()
    saved = Episode.objects.get()
    assert saved.summary == "A town, hardly a village, buys many cameras."
    assert saved.claim == "Cameras watch everybody."
    assert saved.why_it_matters == "It shows who is watched."


def test_a_cue_is_corrected_in_two_tabs(open_context: Opened, live_server: LiveServer) -> None:
    episode = make_ready()
    first = episode.transcripts.get()
    context = editor_at(open_context, live_server.url, "edna").context
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        open_editor(page, live_server, first.pk)
    save_cue(one, "The first tab says cameras.")
    expect(one.locator(".messagelist .success")).to_be_visible()

    save_cue(other, "The second tab says cameras.")

    expect(other.locator(".errornote")).to_contain_text("Nothing was saved")
    conflicts = other.locator(".cue-conflicts")
    expect(conflicts).to_contain_text("The first tab says cameras.")
    expect(conflicts).to_contain_text("The second tab says cameras.")
    current = episode.transcripts.get(is_current=True)
    assert current.read_cues()[4].text == "The first tab says cameras."
    open_editor(other, live_server, current.pk)
    save_cue(other, "Both tabs say cameras.")
    expect(other.locator(".messagelist .success")).to_be_visible()
    merged = episode.transcripts.get(is_current=True)
    assert merged.read_cues()[4].text == "Both tabs say cameras."
    assert merged.corrects == current


def open_editor(page: Page, live_server: LiveServer, transcript: int) -> None:
    page.goto(f"{live_server.url}/admin/library/transcript/{transcript}/cues/")
    page.locator("#cue-editor[data-ready='all']").wait_for()


def save_cue(page: Page, text: str) -> None:
    page.get_by_label("Text of cue 5", exact=True).fill(text)
    page.get_by_role("button", name="Save", exact=True).click()


DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:'))"


def wait_for_draft(page: Page) -> None:
    for _ in range(100):
        if page.evaluate(DRAFTS):
            return
        page.wait_for_timeout(50)
    raise AssertionError("no draft was stored")


def crash(page: Page) -> None:
    """Close the page without its questions, as a crash does."""
    page.close(run_before_unload=False)


def test_a_crash_loses_no_text_of_a_form(open_context: Opened, live_server: LiveServer) -> None:
    episode = make_ready()
    page = editor_at(open_context, live_server.url, "edna")
    context = page.context
    forms = {
        f"library/episode/{episode.pk}/change/": "Summary:",
        f"library/transcript/add/?episode={episode.pk}": "Or paste the text",
        f"scoring/assessment/add/?episode={episode.pk}": "Reasons",
        f"library/show/{episode.show_id}/change/": "Description:",
    }
    for address, label in forms.items():
        page.goto(f"{live_server.url}/admin/{address}")
        page.get_by_label(label).fill("Written before the crash.")
        wait_for_draft(page)
        crash(page)
        page = context.new_page()

        page.goto(f"{live_server.url}/admin/{address}")
        expect(page.get_by_label(label)).not_to_have_value("Written before the crash.")
        page.get_by_role("button", name="Restore them").click()
        expect(page.get_by_label(label)).to_have_value("Written before the crash.")
        page.evaluate("localStorage.clear()")
        crash(page)
        page = context.new_page()


def test_a_saved_form_leaves_no_draft_and_a_restored_one_is_compared(
    open_context: Opened, live_server: LiveServer
) -> None:
    episode = make_ready()
    form = f"{live_server.url}/admin/library/episode/{episode.pk}/change/"
    page = editor_at(open_context, live_server.url, "edna")
    page.goto(form)
    page.get_by_label("Summary:").fill("Saved at once.")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert page.evaluate(DRAFTS) == []

    page.goto(form)
    page.get_by_label("Summary:").fill("Before the crash.")
    wait_for_draft(page)
    context = page.context
    crash(page)
    stored = Episode.objects.get()
    stored.summary = "Saved by somebody else meanwhile."
    stored.save()
    page = context.new_page()
    page.goto(form)
    page.get_by_role("button", name="Restore them").click()
    page.get_by_role("button", name="Save", exact=True).click()

    expect(page.locator(".conflicts")).to_contain_text("Saved by somebody else meanwhile.")
    assert Episode.objects.get().summary == "Saved by somebody else meanwhile."


def test_an_editor_changes_a_published_page_and_a_reviewer_shows_it(
    open_context: Opened, live_server: LiveServer
) -> None:
    make_account("rita", "Reviewer")
    episode = make_ready()
    episode.status = Episode.Status.PUBLISHED
    episode.save()
    public = live_server.url + episode.get_absolute_url()
    edna = editor_at(open_context, live_server.url, "edna")
    edna.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/change/")
    edna.get_by_label("Summary:").fill("A town buys many cameras.")
    edna.get_by_role("button", name="Save", exact=True).click()
    expect(edna.locator(".messagelist")).to_contain_text("once a second person accepts it")
    expect(edna.get_by_role("button", name="Accept")).to_have_count(0)
    edna.goto(public)
    expect(edna.locator("main")).to_contain_text("It is about testing.")

    rita = editor_at(open_context, live_server.url, "rita")
    rita.get_by_role("link", name="Pending changes").first.click()
    rita.get_by_role("link", name="A ready talk").click()
    expect(rita.locator(".diff ins").first).to_contain_text("A town buys many cameras.")
    rita.get_by_role("button", name="Accept").click()
    expect(rita.locator(".messagelist .success")).to_contain_text("Accepted")

    edna.goto(public)
    expect(edna.locator("main")).to_contain_text("A town buys many cameras.")
    edna.goto(public + "changes/")
    expect(edna.locator("main")).to_contain_text("A town buys many cameras.")
