"""Cached pages: fast, and never stale."""

import gzip
import json
from base64 import b64decode
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from prometheus_client import REGISTRY

from library.filters import EpisodeFilter
from library.http.content_version import library_version
from library.http.page_cache import PARAMETERS, CachedPagesMiddleware
from library.http.response_store import CachedResponse, load_response, local_cache, store_response
from library.models import Episode, Guest, Segment, Shelf, Show, SpeakerMark, Tag, Transcript
from library.pages.search.page import FILTERS
from scoring.models import Assessment
from tests.budget import queries
from tests.make import make_assessed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _pages_are_kept(settings: LazySettings) -> None:
    settings.PAGE_CACHE_SECONDS = 60


def test_a_cached_page_needs_one_query_and_is_identical(client: Client) -> None:
    make_assessed()
    made = client.get("/episodes/a-plain-talk/")

    with queries(1):  # the version
        kept = client.get("/episodes/a-plain-talk/")

    assert kept.content == made.content
    assert kept["Content-Type"] == made["Content-Type"]
    assert kept["ETag"] == made["ETag"]


@pytest.mark.parametrize("address", ["/", "/embed/episodes/a-plain-talk/", "/feed.rss"])
@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_cached_response_has_the_same_headers(
    client: Client, address: str, encoding: str
) -> None:
    make_assessed()
    made, kept = (client.get(address, headers={"Accept-Encoding": encoding}) for _ in "12")

    assert kept.content == made.content
    headers = [{**answer.headers, "X-Request-ID": "its own"} for answer in (made, kept)]
    assert headers[0] == headers[1]
    assert int(kept["Content-Length"]) == len(kept.content)
    assert ("X-Frame-Options" in kept) is ("embed" not in address)
    assert ("frame-ancestors *" in kept["Content-Security-Policy"]) is ("embed" in address)


def test_cached_pages_are_counted_by_view(client: Client) -> None:
    def counted() -> float:
        asked = {"view": "library:index", "method": "GET", "status": "200"}
        return REGISTRY.get_sample_value("counterpoint_requests_total", asked) or 0

    before = counted()
    client.get("/")
    client.get("/")

    assert counted() == before + 2


def test_pages_give_503_while_the_version_cannot_be_read(client: Client) -> None:
    def away(*_: object) -> None:
        raise OperationalError("away")

    with connection.execute_wrapper(away):
        assert client.get("/").status_code == 503


def test_a_cached_page_is_sent_compressed_to_clients_that_accept_gzip(client: Client) -> None:
    make_assessed()
    made = client.get("/")

    kept = client.get("/", headers={"Accept-Encoding": "br, gzip"})

    assert kept["Content-Encoding"] == "gzip"
    assert gzip.decompress(kept.content) == made.content


def test_a_browser_with_the_current_page_gets_304(client: Client) -> None:
    make_assessed()
    etag = client.get("/")["ETag"]

    with queries(1):  # the version
        again = client.get("/", headers={"If-None-Match": etag})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("address", "name", "value"),
    [
        ("/podcast.xml", "PODCAST_EXPLICIT", True),
        ("/", "SITE_NAME", "Another library"),
        ("/api/v1/episodes/", "SITE_NAME", "Another library"),
    ],
)
def test_a_changed_setting_invalidates_cached_pages(
    client: Client, settings: LazySettings, address: str, name: str, value: object
) -> None:
    make_assessed()
    before = client.get(address)

    setattr(settings, name, value)
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert after["ETag"] != before["ETag"]
    if "api" not in address:
        assert after.content != before.content


def test_private_changes_keep_the_version() -> None:
    make_assessed()
    before = library_version()

    User.objects.create_user("editor")

    assert library_version() == before


def test_a_rolled_back_change_keeps_the_version() -> None:
    make_assessed()
    before = library_version()

    with transaction.atomic():
        Episode.objects.update(title="Renamed")
        transaction.set_rollback(True)

    assert library_version() == before


OF_PUBLIC_THINGS: dict[str, tuple[str, Callable[[], object]]] = {
    "episode": ("", lambda: Episode.objects.update(title="Renamed")),
    "text": ("", lambda: Episode.objects.update(summary="Renamed", summary_by="editor")),
    "show": ("", lambda: Show.objects.update(title="Renamed")),
    "shelf": ("", lambda: Shelf.objects.update(title="Renamed")),
    "guest": ("", lambda: Guest.objects.update(name="Renamed")),
    "new guest": ("", lambda: Episode.objects.get().guests.add(new(Guest))),
    "tag": ("", lambda: Tag.objects.update(name="Renamed")),
    "new tag": ("", lambda: Episode.objects.get().tags.add(new(Tag))),
    "assessment": ("", lambda: Assessment.objects.update(confidence_reasons=["Renamed"])),
    "segment": ("transcript/1/answers/", lambda: Segment.objects.update(text="Renamed")),
    "speaker": ("transcript/", lambda: add_speaker("Renamed")),
}


def new(model: type[Guest] | type[Tag]) -> Any:
    return model.objects.create(slug="renamed", name="Renamed")


def add_speaker(name: str) -> None:
    Segment.objects.update(paragraphs=[[0, 0.0, "A"]])
    SpeakerMark.objects.create(transcript=Transcript.objects.get(), name="A", shown_as=name)


@pytest.mark.parametrize("thing", OF_PUBLIC_THINGS)
def test_changing_any_public_object_updates_its_page(client: Client, thing: str) -> None:
    make_assessed()
    part, change = OF_PUBLIC_THINGS[thing]
    address = f"/episodes/a-plain-talk/{part}"
    before = client.get(address)
    assert "Renamed" not in before.text

    change()
    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "Renamed" in after.text


def test_a_page_keeps_its_etag_after_an_unrelated_public_change(client: Client) -> None:
    make_assessed(), make_assessed("Another talk", show="Another show")
    before = client.get("/shows/another-show/")
    Episode.objects.filter(slug="a-plain-talk").update(summary="Renamed")

    after = client.get("/shows/another-show/", headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 304


def test_logged_in_readers_bypass_the_cache(client: Client, admin_client: Client) -> None:
    make_assessed()
    client.get("/")

    assert "ETag" not in admin_client.get("/")


def test_missing_pages_are_not_cached(client: Client) -> None:
    assert client.get("/episodes/a-plain-talk/").status_code == 404
    make_assessed()
    assert client.get("/episodes/a-plain-talk/").status_code == 200


def test_a_lost_connection_is_replaced() -> None:
    with patch(
        "library.http.content_version._read", side_effect=[OperationalError("gone"), (7, 0.0)]
    ) as read:
        assert library_version().value == 7

    assert read.call_count == 2


def test_a_page_is_cached_locally_without_redis(client: Client) -> None:
    make_assessed()
    made = client.get("/")

    with patch("library.http.response_store.cache.get", side_effect=AssertionError("asked Redis")):
        assert client.get("/").content == made.content


@pytest.mark.parametrize("setting", ["DEFAULT_SCORER", "LANGUAGE_MODEL_NAME"])
def test_a_page_is_not_served_from_the_cache_after_the_scorer_changed(
    client: Client, settings: LazySettings, setting: str
) -> None:
    make_assessed()
    before = client.get("/")
    assert client.get("/", headers={"If-None-Match": before["ETag"]}).status_code == 304

    setattr(settings, setting, "keywords")

    after = client.get("/", headers={"If-None-Match": before["ETag"]})
    assert (after.status_code, after["ETag"] == before["ETag"]) == (200, False)


def with_a_cookie(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("personal")
    response.set_cookie("theme", "dark")
    return response


def with_a_form(request: HttpRequest) -> HttpResponse:
    return HttpResponse(get_token(request))


def for_everybody(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the same")


@pytest.mark.parametrize(
    ("view", "times_run"), [(with_a_cookie, 2), (with_a_form, 2), (for_everybody, 1)]
)
def test_a_page_that_sets_a_cookie_is_never_stored(
    view: Callable[[HttpRequest], HttpResponse], times_run: int
) -> None:
    run: list[HttpRequest] = []

    def page(request: HttpRequest) -> HttpResponse:
        run.append(request)
        return view(request)

    serve = CachedPagesMiddleware(page)
    answers = [serve(RequestFactory().get("/")) for _ in range(2)]

    assert len(run) == times_run
    assert all(("ETag" in answer) is (times_run == 1) for answer in answers)


def test_unused_parameters_do_not_create_cache_entries(client: Client) -> None:
    make_assessed()
    plain = client.get("/?band=mixed")

    with queries(1):  # the version
        tracked = client.get("/?utm_source=letter&band=mixed&x=1&x=2")

    assert tracked["ETag"] == plain["ETag"]
    assert "utm_source" not in tracked.text


def test_listing_and_search_filters_are_allowed_page_parameters() -> None:
    assert {*EpisodeFilter.base_filters, *FILTERS} <= PARAMETERS


def test_the_shared_cache_stores_a_page_as_json() -> None:
    response = HttpResponse("Fünf", headers={"X-Of": "its own"})
    stored = store_response("page:a", response, {"X-Of": "its own"})
    local_cache.clear()

    assert load_response("page:a") == stored
    copied = json.loads(json.dumps(stored.to_json()))
    assert gzip.decompress(b64decode(copied["body"])).decode() == "Fünf"
    assert isinstance(stored, CachedResponse)
