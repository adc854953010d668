"""From a transcript to a published page in seven clicks, with one editor and one reviewer."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from library.models import Episode, TextOrigin
from tests.e2e.test_curation import log_in, vtt
from tests.make import make_account, make_draft

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TARGET = 7


class Clicks:
    """Counts the clicks of everybody; logging in and typing are not counted."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, target: Locator) -> None:
        target.click()
        self.count += 1

    def choose(self, target: Locator, path: Path) -> None:
        """Choose a file; the dialog of the system opens with one click."""
        with target.page.expect_file_chooser() as chooser:
            self.on(target)
        chooser.value.set_files(path)


def test_from_a_transcript_to_a_published_page_in_seven_clicks(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    for name, group in (("edna", "Editor"), ("rita", "Reviewer")):
        make_account(name, group)
    draft, clicks = make_draft("The town that was watched"), Clicks()
    file = tmp_path / "talk.vtt"
    file.write_bytes(vtt())

    log_in(page, live_server.url, "edna")
    clicks.on(page.get_by_role("link", name="Add transcript: Needs a transcript, the oldest"))
    clicks.choose(page.get_by_label("File"), file)
    clicks.on(page.get_by_role("button", name="Preview"))
    clicks.on(page.get_by_role("button", name="Save for The town that was watched"))
    page.get_by_label("Why this matters:").fill("It shows who is watched.")
    page.get_by_label("Summary:").fill("A town buys cameras.")
    clicks.on(page.get_by_role("button", name="Save and submit for review"))
    expect(page.get_by_role("heading", name="State: In review")).to_be_visible()

    log_in(page, live_server.url, "rita")
    clicks.on(page.get_by_role("link", name="Review: Awaiting review, the oldest"))
    clicks.on(page.get_by_role("button", name="Publish", exact=True))
    expect(page.get_by_role("heading", name="State: Published")).to_be_visible()

    assert clicks.count == TARGET
    page.goto(live_server.url + draft.get_absolute_url())
    expect(page.locator("main")).to_contain_text("It shows who is watched.")
    assert Episode.objects.get().summary_by == TextOrigin.EDITOR
