"""Addresses that only read refuse other methods with 405, for programs too."""

import pytest
from django.test import Client

from library.models import Episode
from tests.make import make_assessed

pytestmark = pytest.mark.django_db
ADDRESSES = [
    *("/", "/search/", "/map/", "/data/", "/methodology/", "/path/", "/path.xml", "/path.md"),
    *("/feed.rss", "/feed.atom", "/podcast.xml", "/oembed", "/llms.txt", "/robots.txt"),
    *("/sitemap.xml", "/sitemap-episodes.xml", "/picture.png", "/problems/", "/healthz"),
    *("/episodes/a-talk/", "/episodes/a-talk/transcript.txt", "/embed/episodes/a-talk/"),
]


@pytest.fixture
def episode() -> Episode:
    return make_assessed("A talk").episode


@pytest.fixture
def strict() -> Client:
    """A client as a program: it has no CSRF token."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_405_lists_the_methods(strict: Client, episode: Episode, address: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        answer = strict.generic(method, address)

        assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, OPTIONS")
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["detail"] == (
            f"{method} is not allowed. Allowed methods: GET, HEAD, OPTIONS."
        )


@pytest.mark.parametrize("address", ["/feed.rss", "/llms.txt", "/"])
def test_options_has_the_methods_and_no_body(strict: Client, address: str) -> None:
    answer = strict.options(address)

    assert (answer.status_code, answer["Allow"]) == (204, "GET, HEAD, OPTIONS")
    assert answer.content == b""


def test_a_form_of_readers_still_needs_its_token(strict: Client, episode: Episode) -> None:
    assert strict.post("/episodes/a-talk/opinion/").status_code == 403
