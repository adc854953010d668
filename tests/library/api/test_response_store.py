"""Cached responses: fast, identical, and never stale."""

import gzip

import pytest
from django.conf import LazySettings
from django.test import Client

from library.models import Episode
from tests.budget import queries
from tests.make import make_assessed

pytestmark = pytest.mark.django_db(transaction=True)
LIST = "/api/v1/episodes/"


@pytest.fixture(autouse=True)
def _answers_are_kept(settings: LazySettings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


@pytest.mark.parametrize("address", [LIST, f"{LIST}?page_size=1", f"{LIST}a-talk/"])
def test_a_cached_response_needs_one_query_and_is_identical(client: Client, address: str) -> None:
    make_assessed("A talk"), make_assessed("Another talk")
    made = client.get(address)

    with queries(1):  # the version
        kept = client.get(address)

    assert kept.content == made.content
    for name in ("Content-Type", "Link", "ETag", "Cache-Control"):
        assert kept.get(name) == made.get(name)


def test_a_cached_response_counts_as_a_request(client: Client) -> None:
    made, kept = client.get(LIST), client.get(LIST)

    assert int(kept["RateLimit-Remaining"]) == int(made["RateLimit-Remaining"]) - 1


def test_a_cached_response_is_sent_compressed_to_clients_that_accept_gzip(client: Client) -> None:
    for number in range(3):
        make_assessed(f"Talk {number}")
    made = client.get(LIST)

    kept = client.get(LIST, headers={"accept-encoding": "gzip"})

    assert kept["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in kept["Vary"]
    assert gzip.decompress(kept.content) == made.content


def test_cached_responses_contain_no_unpublished_content(client: Client) -> None:
    make_assessed("A talk")
    assert len(client.get(LIST).json()["results"]) == 1

    Episode.objects.update(status=Episode.Status.ARCHIVED)

    assert client.get(LIST).json()["results"] == []
    assert client.get(f"{LIST}a-talk/").status_code == 404


def test_each_format_is_cached_separately(client: Client) -> None:
    make_assessed("A talk")
    for _ in range(2):
        assert client.get(LIST)["Content-Type"].startswith("application/json")
        assert client.get(LIST, headers={"accept": "text/csv"})["Content-Type"].startswith(
            "text/csv"
        )


def test_an_error_is_not_cached(client: Client) -> None:
    assert client.get(f"{LIST}a-talk/").status_code == 404
    with queries(2):  # the version, and the look for the episode
        assert client.get(f"{LIST}a-talk/").status_code == 404
