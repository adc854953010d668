"""Unchanged responses are not sent again; changed ones are."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.test import Client

from library.models import Guest, LibraryVersion
from scoring.curation.episode_edits import edit_draft
from tests.budget import queries
from tests.make import make_account, make_assessed

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
"""On PostgreSQL the version changes at the commit."""
LIST, GUESTS = "/api/v1/episodes/", "/api/v1/guests/"
SHELVES = "/api/v1/shelves/?fields=slug,title"


def settle() -> None:
    """Set the time of the last change to the past."""
    LibraryVersion.objects.update(changed_at=datetime(2026, 1, 1, tzinfo=UTC).timestamp())


def test_a_current_etag_gets_304_with_one_query(client: Client, settings: LazySettings) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")
    etag = client.get(LIST)["ETag"]

    with queries(1):  # version
        again = client.get(LIST, headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


@committed
@pytest.mark.parametrize("kept", [0, 60])
def test_the_etag_changes_only_with_the_response_content(
    client: Client, settings: LazySettings, kept: int
) -> None:
    settings.PAGE_CACHE_SECONDS = kept
    make_assessed("A talk")
    etags = {address: client.get(address)["ETag"] for address in (SHELVES, GUESTS)}
    Guest.objects.update(name="Renamed")

    again = {
        address: client.get(address, headers={"if-none-match": etag}).status_code
        for address, etag in etags.items()
    }

    assert again == {SHELVES: 304, GUESTS: 200}


PUBLIC = [
    *("/", "/episodes/a-talk/", "/feed.rss", "/feed.atom", "/podcast.xml", "/path.xml", "/path.md"),
    *("/episodes/a-talk/transcript.vtt", "/sitemap-episodes.xml", "/llms.txt", "/data/"),
    *(LIST, f"{LIST}a-talk/", f"{LIST}a-talk/segments/", "/api/v1/segments/export/"),
    *("/api/v1/guests/", "/api/v1/statistics/", "/api/v1/search/?q=model", "/api/v1/map/"),
    *("/api/v1/scorers/", "/api/v1/dumps/", "/api/v1/schema/"),
]


@committed
def test_a_changed_draft_changes_no_etag_and_no_date(
    client: Client, settings: LazySettings
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")
    draft = make_assessed("A draft", publish=False).episode
    settle()
    before = {address: client.get(address) for address in PUBLIC}

    edit_draft(
        draft,
        {"title": "New", "guests": ["New"], "tags": ["new"]},
        by=make_account("eva", "Editor"),
        reason="",
    )
    make_assessed("Another draft", publish=False, show="Test Show")

    for address, answer in before.items():
        after = client.get(address)
        assert after["ETag"] == answer["ETag"], address
        assert after.get("Last-Modified") == answer.get("Last-Modified"), address
        again = client.get(address, headers={"if-none-match": answer["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert client.head(address)["ETag"] == answer["ETag"], address


def test_last_modified_is_sent_only_after_the_change_is_old_enough(
    client: Client, settings: LazySettings
) -> None:
    settings.PAGE_CACHE_SECONDS = 60
    make_assessed("A talk")
    # In the future, so that a slow test is not late.
    soon = (datetime.now(UTC) + timedelta(minutes=5)).timestamp()
    LibraryVersion.objects.update_or_create(id=1, defaults={"value": 1, "changed_at": soon})
    assert "Last-Modified" not in client.get("/feed.rss")
    settle()
    date = client.get("/feed.rss")["Last-Modified"]

    assert client.get("/feed.rss", headers={"if-modified-since": date}).status_code == 304


def test_json_and_csv_have_different_etags(client: Client) -> None:
    make_assessed("A talk")
    csv = client.get(LIST, headers={"accept": "text/csv"})

    assert csv["ETag"] != client.get(LIST)["ETag"]
    assert "Accept" in csv["Vary"]


@committed
def test_if_modified_since_gets_304_after_the_change_is_old_enough(client: Client) -> None:
    make_assessed("A talk")
    assert "Last-Modified" not in client.get(LIST)
    settle()
    date = client.get(LIST)["Last-Modified"]

    again = client.get(LIST, headers={"if-modified-since": date})

    assert again.status_code == 304
    make_assessed("B talk")
    assert client.get(LIST, headers={"if-modified-since": date}).status_code == 200


def test_a_failed_condition_gives_a_problem_document(client: Client) -> None:
    answer = client.get(LIST, headers={"if-match": '"other"'})

    assert answer.status_code == 412
    assert answer["Content-Type"] == "application/problem+json"


def test_responses_are_compressed_for_clients_that_accept_gzip(client: Client) -> None:
    make_assessed("A talk")

    answer = client.get("/api/v1/episodes/a-talk/", headers={"accept-encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"


def test_other_sites_can_read_without_cookies_but_cannot_write(client: Client) -> None:
    answer = client.get(LIST, headers={"origin": "https://elsewhere.example"})
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    preflight = client.options(LIST, headers=asked)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "ETag" in answer["Access-Control-Expose-Headers"].split(", ")
    assert "POST" not in preflight["Access-Control-Allow-Methods"]
