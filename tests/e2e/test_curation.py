"""An editor's work in a real browser, from a feed to publication after review."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Dialog, Page, expect
from pytest_django.live_server_helper import LiveServer

from library.captions.editing import Edit, Piece
from library.models import Episode, Feed, Job, Show, TextOrigin
from scoring.curation.cue_edits import edit_cues
from scoring.curation.workflow import STEPS
from scoring.models import Assessment
from scoring.services.assessing import assess_transcript
from tests.e2e.test_access import RULES
from tests.library.server import serve
from tests.make import accept_waiting, make_account, make_episode, make_ready, real_sentences

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

RSS = """<?xml version="1.0"?><rss version="2.0"
 xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Show</title><item>
<title>The town that was watched</title><guid>one</guid>
<pubDate>02 May 2025 10:00:00 +0000</pubDate><description>About cameras.</description>
<podcast:transcript url="/talk.vtt" type="text/vtt"/></item></channel></rss>"""


def vtt() -> bytes:
    cues = [
        f"{_clock(5 * place)} --> {_clock(5 * place + 4)}\n<v Priya>{words}"
        for place, words in enumerate(real_sentences())
    ]
    return "\n\n".join(["WEBVTT", *cues]).encode()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.000"


@pytest.fixture
def feed(settings: Any) -> Iterator[Feed]:
    settings.FETCH_ALLOW_PRIVATE = True
    show = Show.objects.create(slug="kitchen", title="Kitchen Table")
    with serve() as server:
        server.pages["/feed"] = (200, {}, RSS.encode())
        server.pages["/talk.vtt"] = (200, {"Content-Type": "text/vtt"}, vtt())
        yield Feed.objects.create(show=show, url=f"{server.url}/feed")


@pytest.fixture(autouse=True)
def _accounts() -> None:
    make_account("edna", "Editor")
    make_account("rita", "Reviewer")


def log_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/admin/")
    if page.get_by_role("button", name="Log out").count():
        page.get_by_role("button", name="Log out").click()
        page.goto(f"{site}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="To do")).to_be_visible()


def take(page: Page, address: str, action: str) -> None:
    """Run an admin action on the first row of a list."""
    page.goto(address)
    page.locator("input.action-select").first.check()
    page.get_by_label("Action:").select_option(label=action)
    page.get_by_role("button", name="Go", exact=True).click()


def follow_job(page: Page, end: str) -> None:
    """Open a waiting job, run a worker, and check that the open page updates."""
    expect(page.locator(".job-head")).to_contain_text("Waiting")
    expect(page.locator(".job-head progress")).to_have_attribute("value", "0")
    address = page.url

    call_command("run_jobs", Job.objects.latest("pk").pk)

    expect(page.locator(".job-head")).to_contain_text("Done", timeout=10_000)
    expect(page.locator(".job-head progress")).to_have_attribute("value", "1")
    expect(page.locator("#live")).to_contain_text(end)
    assert page.url == address


def test_two_accounts_publish_an_episode_from_a_feed(
    page: Page, live_server: LiveServer, feed: Feed, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing is done within the request, so that the page of the job has something to follow.
    monkeypatch.setattr("scoring.tasks.MAX_INLINE", 0)
    site = live_server.url
    log_in(page, site, "edna")

    take(page, f"{site}/admin/library/feed/", "Import selected feeds now")
    follow_job(page, "1 drafts")
    take(page, f"{site}/admin/library/episode/", "Rescore selected episodes")
    follow_job(page, "unchanged")

    page.goto(f"{site}/admin/library/episode/")
    page.get_by_role("link", name="The town that was watched").click()
    expect(page.get_by_role("heading", name="State: Scored")).to_be_visible()
    form = page.url
    page.goto(site + str(page.get_by_role("link", name="Preview").get_attribute("href")))
    expect(page.get_by_role("heading", name="Perspective map")).to_be_visible()

    page.goto(form)
    expect(page.get_by_role("button", name="Submit for review", exact=True)).to_have_count(0)
    expect(page.locator(".workflow .reasons li")).to_have_text(
        [
            "“Why this matters” is empty; a person must write it.",
            "“Summary” is empty; a person must write it.",
        ]
    )
    page.get_by_label("Why this matters:").fill("It shows who is watched.")
    page.get_by_label("Summary:").fill("A town buys cameras.")
    page.get_by_role("button", name="Save and continue editing").click()

    hand_in_an_assessment(page)
    page.goto(form)
    page.get_by_role("button", name="Submit for review", exact=True).click()
    expect(page.get_by_role("heading", name="State: In review")).to_be_visible()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    public = f"{site}/episodes/the-town-that-was-watched/"
    assert page.request.get(public).status == 404

    log_in(page, site, "rita")
    take(page, f"{site}/admin/scoring/assessment/?kind__exact=editorial",
         "Publish selected editorial assessments")  # fmt: skip
    expect(page.locator(".messagelist .success")).to_contain_text("1 published")
    page.goto(form)
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.get_by_role("heading", name="State: Published")).to_be_visible()

    page.goto(public)
    expect(page.locator("main")).to_contain_text("It shows who is watched.")
    expect(page.locator("main")).to_contain_text("Edna Editor")
    expect(page.locator("svg.arc")).to_be_visible()


def hand_in_an_assessment(page: Page) -> None:
    page.get_by_role("link", name="Submit an assessment").click()
    page.get_by_label("Assessor").fill("Edna Editor")
    page.get_by_label("Listened on").fill("2026-05-02")
    page.get_by_label("Position").fill("-35")
    page.get_by_label("Reasons").fill("It warns of what is watched.")
    page.get_by_label("Segment of row 1").fill("1")
    page.get_by_label("Score of row 1").fill("-50")
    page.get_by_label("Reason of row 1").fill("The first fear.")
    page.get_by_role("button", name="Submit", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved as a draft")
    assert Assessment.objects.editorial().get().status == "draft"


def publish_a_talk() -> Episode:
    episode = make_ready()
    STEPS["override"](episode, by=make_account("adam", "Administrator"), reason="A test.")
    return episode


def test_an_older_text_is_restored_and_the_site_shows_it(
    page: Page, live_server: LiveServer
) -> None:
    episode = publish_a_talk()
    log_in(page, live_server.url, "edna")
    form = f"{live_server.url}/admin/library/episode/{episode.pk}"
    for words in ("The first words.", "The second words."):
        page.goto(f"{form}/change/")
        page.get_by_label("Summary:").fill(words)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist .success")).to_be_visible()
        accept_waiting(episode)

    page.goto(f"{form}/history/")
    row = page.get_by_role("row").filter(has=page.locator("ins", has_text="The first words."))
    row.get_by_role("link", name=re.compile("Version of")).click()
    expect(page.get_by_label("Summary:")).to_have_value("The first words.")
    page.get_by_role("button", name=re.compile("Revert")).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    accept_waiting(episode)

    page.goto(live_server.url + episode.get_absolute_url())
    expect(page.locator("main")).to_contain_text("The first words.")
    assert Episode.objects.get().summary_by == TextOrigin.EDITOR


@pytest.mark.parametrize("key", ["Control+s", "Meta+s"])
def test_a_keyboard_shortcut_saves_the_form_and_words_are_counted(
    page: Page, live_server: LiveServer, key: str
) -> None:
    episode = make_ready()
    log_in(page, live_server.url, "edna")
    page.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/change/")
    count = page.locator("output[for='id_summary']")
    page.get_by_label("Summary:").fill("Four words  and\nnothing")
    expect(count).to_have_text("4 words")

    page.get_by_label("Summary:").press(key)

    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")
    expect(page).to_have_url(re.compile(rf"/episode/{episode.pk}/change/"))
    assert Episode.objects.get().summary.split() == ["Four", "words", "and", "nothing"]


def test_leaving_with_unsaved_changes_needs_confirmation(
    page: Page, live_server: LiveServer
) -> None:
    episode = make_ready()
    log_in(page, live_server.url, "edna")
    page.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/change/")
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.get_by_label("Summary:").press_sequentially("Unsaved. ")
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_label("Summary:")).to_have_value(re.compile("Unsaved"))
    assert asked == ["beforeunload"]

    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist .success")).to_be_visible()
    page.get_by_role("link", name="Home").first.click()
    expect(page.get_by_role("heading", name="To do")).to_be_visible()
    assert asked == ["beforeunload"]


def test_the_chart_appears_in_the_open_form_after_scoring(
    page: Page, live_server: LiveServer
) -> None:
    episode = make_episode("Waits", publish=False, sentences=real_sentences())
    log_in(page, live_server.url, "edna")
    page.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/change/")
    page.get_by_label("Summary:").fill("Not saved yet.")
    expect(page.get_by_text("No score yet")).to_be_visible()

    assess_transcript(episode.transcripts.get())

    expect(page.locator("#drawing svg.arc")).to_be_visible(timeout=10_000)
    with page.expect_response(re.compile("/drawing/")):
        page.get_by_role("link", name="Refresh").click()
    expect(page.locator("#drawing svg.arc")).to_be_visible()
    expect(page.get_by_label("Summary:")).to_have_value("Not saved yet.")
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_admin_pages_fit_the_window_and_log_no_errors(
    page: Page, live_server: LiveServer, width: int
) -> None:
    episode = publish_a_talk()
    transcript, assessment = episode.transcripts.get(), episode.assessments.get()
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, live_server.url, "edna")
    for address in (
        "", "library/episode/", f"library/episode/{episode.pk}/change/",
        f"library/episode/{episode.pk}/history/", "library/transcript/add/",
        f"library/transcript/{transcript.pk}/change/", f"library/transcript/{transcript.pk}/cues/",
        f"library/transcript/{transcript.pk}/speakers/", "library/job/", "library/feed/",
        "scoring/assessment/", f"scoring/assessment/{assessment.pk}/change/",
        "scoring/assessment/add/",
    ):  # fmt: skip
        page.goto(f"{live_server.url}/admin/{address}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("width", [390, 1440])
def test_the_status_is_visible_in_the_list_and_below_the_form(
    page: Page, live_server: LiveServer, width: int
) -> None:
    make_ready("A talk with a title of quite a few words that goes on for longer than a line")
    page.set_viewport_size({"width": width, "height": 844})
    log_in(page, live_server.url, "edna")
    page.goto(f"{live_server.url}/admin/library/episode/")
    box = page.locator("td.field-status").bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= width

    page.locator(".field-title a").click()
    expect(page.locator(".submit-row [name='_save']")).to_be_attached()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.locator(".state-bar")).to_be_in_viewport()
    expect(page.locator(".state-bar b")).to_have_text("Scored")


def test_a_keyboard_shortcut_saves_other_forms(page: Page, live_server: LiveServer) -> None:
    episode = make_ready()
    log_in(page, live_server.url, "edna")
    page.goto(f"{live_server.url}/admin/library/show/{episode.show_id}/change/")
    page.get_by_label("Description:").fill("Weekly talks.")
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("was changed successfully")

    page.goto(
        f"{live_server.url}/admin/library/transcript/{episode.transcripts.get().pk}/speakers/"
    )
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist .success")).to_contain_text("Saved.")
    episode.show.refresh_from_db()
    assert episode.show.description == "Weekly talks."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_transcript_pages_of_the_admin_are_accessible(
    page: Page, live_server: LiveServer, scheme: str
) -> None:
    transcript = make_ready().transcripts.get()
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    log_in(page, live_server.url, "edna")
    base = f"{live_server.url}/admin/library/transcript/{transcript.pk}"
    page.goto(f"{base}/cues/")
    page.locator("#cue-editor[data-ready='all']").wait_for()
    page.get_by_label("Search", exact=True).fill("library")
    page.get_by_text("Replace search matches").click()
    page.get_by_label("Replace with").fill("archive")
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Replace in checked cues").click()
    page.get_by_role("button", name="Delete or restore").click()
    page.get_by_role("button", name="Preview").click()
    keeps_the_rules(page)

    edit_cues(transcript, [Edit(3, 3, (Piece("Theirs."),))], by=make_account("olga", "Editor"))
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".errornote")).to_contain_text("Nothing was saved.")
    keeps_the_rules(page)
    for address in ("speakers/", "change/"):
        page.goto(f"{base}/{address}")
        keeps_the_rules(page)


def keeps_the_rules(page: Page) -> None:
    # Axe would copy the admin's style sheets into the page, which the policy forbids.
    options = {"runOnly": {"type": "tag", "values": RULES}, "preload": False}

    found = Axe().run(page, options=options)

    assert not found.response["violations"], found.generate_report()
