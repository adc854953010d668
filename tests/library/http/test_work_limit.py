"""A client that causes much work is refused; readers and robots are not."""

from collections.abc import Iterator
from itertools import count
from unittest.mock import patch

import pytest
import time_machine
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.test import Client

from library.http.work_budget import WorkBudget, budget_of
from tests.make import make_assessed

pytestmark = pytest.mark.django_db(transaction=True)  # closing a response ends connections
EPISODE = "/episodes/a-plain-talk/"
API = "/api/v1/"
VARIANTS = {
    "find": EPISODE + "transcript/?find=word{}",
    "search": "/search/?q=word{}",
    "list": "/?q=word{}",
    "page": "/?page={}",
    "filters": "/?year={}&band=mixed",
    "feed": "/feed.atom?q=word{}",
    "map": "/map/?from=-{}&by=guest",
    "path": "/path.md?q=model+OR+word{}",
    "oembed": "/oembed?url=http://testserver" + EPISODE + "&maxwidth={}",
    "missing": "/episodes/word{}/",
    "api search": API + "search/?q=word{}",
    "api list": API + "episodes/?q=word{}",
    "api map": API + "map/?from=-{}",
    "export": API + "segments/export/?score_min=-{}",
}
"""Requests of which each is different, so that no cache helps."""


@pytest.fixture(autouse=True)
def _production(settings: LazySettings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    settings.WORK_SECONDS, settings.WORK_TOKEN_SECONDS = 12, 60


@pytest.fixture(autouse=True)
def _one_minute() -> Iterator[None]:
    with time_machine.travel("2026-05-01 10:00:20Z", tick=False):
        yield


@pytest.fixture
def charges() -> Iterator[list[float]]:
    """The seconds of work that are charged, in order."""
    charged: list[float] = []
    charge = WorkBudget.charge

    def note(budget: WorkBudget, seconds: float) -> None:
        charged.append(seconds)
        charge(budget, seconds)

    with patch.object(WorkBudget, "charge", note):
        yield charged


def read(client: Client, path: str, **headers: str) -> int:
    """Read the response to its end, as a server does, and return its status."""
    response = client.get(path, headers=headers)
    if response.streaming:
        list(response.streaming_content)
    response.close()
    return response.status_code


@pytest.mark.parametrize("address", VARIANTS.values(), ids=VARIANTS)
def test_a_client_requesting_variants_gets_429_within_its_budget(
    client: Client, settings: LazySettings, charges: list[float], address: str
) -> None:
    settings.WORK_SECONDS = 0.1
    make_assessed()

    for number in count(1):
        response = client.get(address.format(number))
        if response.status_code == 429:
            break
        if response.streaming:
            list(response.streaming_content)
        response.close()
        assert number < 100

    assert 1 <= int(response["Retry-After"]) <= 15 * 60
    assert sum(charges) - charges[-1] < 0.1 + 0.001 * len(charges)  # milliseconds are rounded


def test_a_limited_client_still_gets_cached_pages(client: Client, settings: LazySettings) -> None:
    make_assessed()
    etag = client.get(EPISODE)["ETag"]
    budget_of(client.get("/healthz").wsgi_request).charge(12)

    assert read(client, "/search/?q=model") == 429
    assert read(client, EPISODE) == 200
    assert read(client, EPISODE, **{"If-None-Match": etag}) == 304
    assert read(client, "/healthz") == read(client, "/readyz") == 200


def test_a_normal_reader_is_never_limited(client: Client, charges: list[float]) -> None:
    """Twenty pages in a minute, with feeds and pictures, all of them uncached."""
    make_assessed()
    pages = ["/", EPISODE, f"{EPISODE}transcript/", "/map/", "/balance/", "/path/", "/shows/"]
    searches = [f"{EPISODE}transcript/?find=model", "/search/?q=model", "/?q=data&page=1"]
    filters = ["/?band=mixed", "/?lens=technical", "/?year=2025", "/shows/test-show/"]
    others = ["/shelves/test-shelf/", "/guests/ada-guest/", "/tags/testing/", "/methodology/"]
    files = ["/data/", "/notebook/", "/feed.rss", "/feed.atom", "/podcast.xml", "/picture.png"]
    files += [f"{EPISODE}picture.png", f"{EPISODE}transcript.vtt", f"{API}episodes/"]

    statuses = [read(client, page) for page in pages + searches + filters + others + files]

    assert statuses == [200] * len(statuses)
    assert sum(charges) < 12


def test_conditional_requests_of_a_crawler_are_not_charged(
    client: Client, charges: list[float]
) -> None:
    make_assessed()
    pages = ["/", EPISODE, f"{EPISODE}transcript/", "/feed.atom", f"{EPISODE}picture.png"]
    etags = [client.get(page)["ETag"] for page in pages]
    charges.clear()

    for _ in range(20):
        for page, etag in zip(pages, etags, strict=True):
            assert read(client, page, **{"If-None-Match": etag}) == 304
    assert charges == []


def test_the_429_response_is_a_sentence_or_a_problem_document(client: Client) -> None:
    budget_of(client.get("/healthz").wsgi_request).charge(12)

    page, api = client.get("/"), client.get(f"{API}episodes/")

    assert page["Retry-After"] == "40"
    assert page.content.decode() == ("Too many pages in a short time; try again in 40 seconds.\n")
    assert (api.status_code, api["Content-Type"]) == (429, "application/problem+json")
    assert 40 <= int(api["Retry-After"]) <= 41


def test_accounts_have_no_limit_and_a_forged_cookie_has_no_effect(
    client: Client, charges: list[float]
) -> None:
    budget_of(client.get("/healthz").wsgi_request).charge(12)
    client.cookies["sessionid"] = "forged"
    assert read(client, "/") == 429

    client.force_login(User.objects.create_user("editor"))
    charges.clear()
    assert read(client, "/") == 200
    assert charges == []


def test_a_second_export_waits_for_the_first(client: Client) -> None:
    make_assessed()
    first = client.get(f"{API}segments/export/")

    second = client.get(f"{API}segments/export/?format=jsonl")
    assert (second.status_code, second.json()["status"]) == (429, 429)
    assert int(second["Retry-After"]) >= 10

    list(first.streaming_content)
    first.close()
    assert read(client, f"{API}segments/export/?format=jsonl") == 200


def test_an_export_is_charged_while_it_is_sent(client: Client, charges: list[float]) -> None:
    make_assessed()

    response = client.get(f"{API}segments/export/")
    assert charges == []
    list(response.streaming_content)

    assert charges
    assert charges[-1] > 0


def test_without_limits_nothing_is_charged(
    client: Client, settings: LazySettings, charges: list[float]
) -> None:
    settings.WORK_SECONDS = settings.WORK_TOKEN_SECONDS = 0
    make_assessed()

    assert read(client, "/") == read(client, f"{API}segments/export/") == 200
    assert charges == []
