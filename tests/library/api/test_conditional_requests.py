"""Unchanged responses are not sent again; changed ones are."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from library.models import Guest, LibraryVersion
from tests.budget import queries
from tests.make import make_assessed

pytestmark = pytest.mark.django_db
committed = pytest.mark.django_db(transaction=True)
"""On PostgreSQL the version changes at the commit."""
LIST = "/api/v1/episodes/"


def settle() -> None:
    """Set the time of the last change to the past."""
    LibraryVersion.objects.update(changed_at=datetime(2026, 1, 1, tzinfo=UTC).timestamp())


def test_a_current_etag_gets_304_with_one_query(client: Client) -> None:
    make_assessed("A talk")
    etag = client.get(LIST)["ETag"]

    with queries(1):  # version
        again = client.get(LIST, headers={"if-none-match": etag})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", etag)


@committed
def test_any_change_of_the_library_changes_the_etag(client: Client) -> None:
    make_assessed("A talk")
    etag = client.get(LIST)["ETag"]
    Guest.objects.update(name="Renamed")

    again = client.get(LIST, headers={"if-none-match": etag})

    assert again.status_code == 200
    assert again["ETag"] != etag


def test_json_and_csv_have_different_etags(client: Client) -> None:
    make_assessed("A talk")
    csv = client.get(LIST, headers={"accept": "text/csv"})

    assert csv["ETag"] != client.get(LIST)["ETag"]
    assert "Accept" in csv["Vary"]


@committed
def test_a_current_date_gets_304_once_the_change_is_old_enough(client: Client) -> None:
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


def test_other_sites_may_read_without_cookies_and_may_not_write(client: Client) -> None:
    answer = client.get(LIST, headers={"origin": "https://elsewhere.example"})
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    preflight = client.options(LIST, headers=asked)

    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer
    assert "ETag" in answer["Access-Control-Expose-Headers"].split(", ")
    assert "POST" not in preflight["Access-Control-Allow-Methods"]
