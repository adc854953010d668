"""A reviewed episode is published at the time that a reviewer chose in the form."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from scoring.curation.workflow import STEPS
from tests.e2e.test_curation import log_in
from tests.make import make_account, make_ready

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
TIME = datetime(2031, 5, 2, 9, 0, tzinfo=UTC)


def publish_at(moment: datetime) -> None:
    with time_machine.travel(moment, tick=False):
        call_command("publish_scheduled", verbosity=0)


def test_a_scheduled_episode_appears_when_its_time_comes(
    page: Page, live_server: LiveServer
) -> None:
    episode = make_ready("A scheduled talk")
    STEPS["submit"](episode, by=make_account("edna", "Editor"))
    make_account("rita", "Reviewer")
    log_in(page, live_server.url, "rita")
    page.goto(f"{live_server.url}/admin/library/episode/{episode.pk}/change/")
    page.get_by_label("Publish later (time zone: UTC)").fill("2031-05-02T09:00")
    page.get_by_role("button", name="Schedule", exact=True).click()
    expect(page.locator(".workflow")).to_contain_text(
        "Will be published on 2 May 2031, 09:00 UTC (scheduled by rita)"
    )
    address = live_server.url + episode.get_absolute_url()

    publish_at(TIME - timedelta(seconds=1))
    assert page.request.get(address).status == 404
    publish_at(TIME)

    page.goto(address)
    expect(page.get_by_role("heading", name="A scheduled talk")).to_be_visible()
