"""Comments by readers without an account."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client, RequestFactory

from library.http.visitor_limits import MAX_PER_DAY, may_write, visitor_of
from scoring.models import Challenge
from tests.budget import queries
from tests.make import DARK, make_assessed, make_draft

pytestmark = pytest.mark.django_db

PASSAGE = "/episodes/a-plain-talk/transcript/1/challenge/"
OPINION = "/episodes/a-plain-talk/opinion/"
SAID = {"proposed": "mixed", "words": "He quotes an opponent here.", "website": ""}


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    make_assessed(sentences=[DARK] * 60)
    with time_machine.travel("2026-03-01 12:00:00", tick=False) as travel:
        yield travel


def drawn(client: Client, url: str) -> str:
    html = client.get(url).content.decode()
    found = re.search(r'name="opened" value="([^"]+)"', html)
    assert found
    return found[1]


def send(client: Client, clock: Any, url: str = PASSAGE, *, after: float = 20, **said: str) -> Any:
    token = drawn(client, url)
    clock.shift(after)
    return client.post(url, {**SAID, "opened": token, **said})


def test_a_passage_is_challenged_without_account_or_script(client: Client, clock: Any) -> None:
    page = client.get(PASSAGE).content.decode()
    assert DARK in page
    assert "Is this score wrong?" in page

    response = send(client, clock)

    assert (response.status_code, response["Location"]) == (302, f"{PASSAGE}?sent=1")
    stored = Challenge.objects.get()
    assert (stored.kind, stored.state, stored.proposed) == ("misread", "waiting", "mixed")
    assert stored.segment
    assert stored.segment.index == 1
    assert stored.assessment == stored.episode.assessments.get()
    assert stored.shown == stored.assessment.segment_scores.get(segment=stored.segment).score
    assert "Thank you." in client.get(response["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["agree", "disagree"])
def test_an_opinion_needs_no_comment_text(client: Client, clock: Any, kind: str) -> None:
    assert send(client, clock, OPINION, kind=kind, words="").status_code == 302

    stored = Challenge.objects.get()
    assert (stored.kind, stored.segment, stored.words) == (kind, None, "")
    assert stored.shown == stored.episode.assessments.get().position


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"website": "x"}, "A hidden field was filled in."),
        ({"words": "short"}, "at least 10 characters"),
        ({"words": "long " * 300}, "at most 1000 characters"),
        ({"words": "Buy at https://spam.example now"}, "Remove links"),
        ({"proposed": "wrong"}, "not one of the available choices"),
        ({"proposed": ""}, "This field is required"),
        ({"opened": "made up"}, "opened on another page"),
        ({"after": 1}, "This was sent too quickly"),
        ({"after": 7 * 3600}, "has expired"),
    ],
)
def test_an_invalid_form_shows_the_reason_and_keeps_its_input(
    client: Client, clock: Any, said: Any, reason: str
) -> None:
    response = send(client, clock, **said)

    assert response.status_code == 400
    html = response.content.decode()
    assert reason in html
    assert said.get("words", SAID["words"])[:60].strip() in html
    assert not Challenge.objects.exists()


def test_a_form_of_another_passage_is_rejected(client: Client, clock: Any) -> None:
    response = send(client, clock, opened=drawn(client, OPINION))

    assert "opened on another page" in response.content.decode()


def test_a_form_that_was_open_for_long_can_be_sent_again(client: Client, clock: Any) -> None:
    refused = send(client, clock, after=7 * 3600).content.decode()
    token = re.search(r'name="opened" value="([^"]+)"', refused)
    assert token
    clock.shift(10)

    assert client.post(PASSAGE, {**SAID, "opened": token[1]}).status_code == 302


def test_a_csrf_token_is_required(clock: Any) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert send(strict, clock).status_code == 403
    assert not Challenge.objects.exists()


def test_a_visitor_comments_once_a_day_on_each_subject(client: Client, clock: Any) -> None:
    send(client, clock)

    again = send(client, clock)

    assert again.status_code == 400
    assert "Please try again tomorrow" in again.content.decode()
    assert Challenge.objects.count() == 1
    clock.shift(86_400)
    assert send(client, clock).status_code == 302


def test_another_visitor_can_send_the_same_comment(client: Client, clock: Any) -> None:
    send(client, clock)

    assert send(Client(REMOTE_ADDR="203.0.113.9"), clock).status_code == 302


def test_a_visitor_is_limited_in_total() -> None:
    allowed = [may_write("somebody", about=str(number)) for number in range(MAX_PER_DAY + 1)]

    assert allowed == [True] * MAX_PER_DAY + [False]


def test_visitor_ids_change_daily_and_contain_no_address(
    client: Client, clock: Any, settings: Any
) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="203.0.113.77")
    today = visitor_of(request)
    clock.shift(86_400)
    assert visitor_of(request) != today

    send(Client(REMOTE_ADDR="203.0.113.77"), clock)
    row = Challenge.objects.values().get()
    assert "203.0.113.77" not in repr(row) + repr(getattr(cache, "_cache", ""))


def test_a_forged_header_does_not_change_the_visitor(settings: Any) -> None:
    def visitor(forwarded: str) -> str:
        return visitor_of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded}))

    settings.PROXIES = 0
    assert visitor("198.51.100.1") == visitor("198.51.100.2")
    settings.PROXIES = 1
    assert visitor("made-up, 198.51.100.1") == visitor("198.51.100.1")
    assert visitor("198.51.100.1") != visitor("198.51.100.2")


@pytest.mark.parametrize(
    "url",
    [
        "/episodes/a-plain-talk/transcript/99/challenge/",
        "/episodes/nothing/transcript/1/challenge/",
        "/episodes/a-bare-draft/opinion/",
    ],
)
def test_unpublished_or_unscored_passages_cannot_be_challenged(client: Client, url: str) -> None:
    make_draft()

    assert client.get(url).status_code == 404
    assert client.post(url, SAID).status_code == 404


@pytest.mark.parametrize("url", [PASSAGE, OPINION])
def test_forms_are_not_cached_and_not_indexed(client: Client, url: str, settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    first = client.get(url)

    assert "no-store" in first["Cache-Control"]
    assert b'content="noindex, nofollow"' in first.content
    assert client.get(url).content != first.content


def test_reading_and_sending_cost_the_same_number_of_queries(client: Client, clock: Any) -> None:
    token = drawn(client, PASSAGE)
    clock.shift(20)

    with queries(3):  # the segment with its episode, the assessment in force, its score
        client.get(PASSAGE)
    # the same; savepoint, how many wait, the row, its history, release
    with queries(8):
        client.post(PASSAGE, {**SAID, "opened": token})


def test_readers_can_comment_while_redis_is_down(redis_cache_down: None) -> None:
    assert all(may_write("somebody", about="one page") for _ in range(MAX_PER_DAY + 1))
