"""The feed of changes, `updated_at`, and the copy of docs/sync.md."""

import json
import random
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.live_server_helper import LiveServer

from library.models import Episode, EpisodeChange, Guest, Show
from library.services.changes import delete_old_changes
from library.services.episodes import publish_episode, set_status
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.services.assessing import assess_transcript
from tests.budget import queries
from tests.make import BRIGHT, DARK, PLAIN, make_episode, make_parsed
from tests.paths import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
FEED = "/api/v1/changes/"
SLUGS = [f"talk-{letter}" for letter in "abcdefgh"]


@pytest.fixture(autouse=True)
def _no_changes() -> None:
    # SQLite empties tables between tests by DELETE, which runs the triggers.
    EpisodeChange.objects.all().delete()


def test_the_feed_goes_on_after_its_end(client: Client) -> None:
    first, _ = make_episode("One talk"), make_episode("Other talk")
    start = client.get(FEED).json()
    assert {row["slug"] for row in start["results"]} == {"one-talk", "other-talk"}

    empty = client.get(start["next"]).json()
    first.slug = "new-name"
    first.save()
    again = client.get(empty["next"]).json()

    assert empty["results"] == []
    [row] = again["results"]
    assert (row["kind"], row["previous_slug"], row["slug"]) == ("renamed", "one-talk", "new-name")
    assert row["url"] == "http://testserver/api/v1/episodes/new-name/"


def test_pages_of_any_size_have_the_same_changes(client: Client) -> None:
    for place in range(3):
        make_episode(f"Talk {place}")
    whole = client.get(FEED).json()["results"]

    rows: list[Any] = []
    page = client.get(FEED, {"page_size": 2}).json()
    while page["results"]:
        rows += page["results"]
        page = client.get(page["next"]).json()

    assert rows == whole


def test_a_page_takes_one_query(client: Client) -> None:
    following = client.get(FEED).json()["next"]
    for place in range(3):
        make_episode(f"Talk {place}")
    for url in (FEED, following):
        with queries(1):
            assert client.get(url).json()["results"]


def test_an_expired_cursor_gets_410(client: Client, settings: Any) -> None:
    following = client.get(FEED).json()["next"]
    assert client.get(following).status_code == 200

    settings.CHANGE_RETENTION_DAYS = 0

    answer = client.get(following)
    assert (answer.status_code, answer["Content-Type"]) == (410, "application/problem+json")
    assert client.get(FEED).status_code == 200


def test_a_cursor_of_another_list_is_not_found(client: Client) -> None:
    assert client.get(FEED, {"cursor": "nonsense"}).status_code == 404


def test_episodes_are_paged_in_order_of_last_change(client: Client) -> None:
    for place in range(4):
        make_episode(f"Talk {place}")
    Episode.objects.filter(slug="talk-1").update(title="Changed")
    found, url = [], "/api/v1/episodes/?ordering=updated_at&page_size=1&fields=slug"
    while url:
        page = client.get(url).json()
        found += [row["slug"] for row in page["results"]]
        url = page["next"]

    assert found == ["talk-0", "talk-2", "talk-3", "talk-1"]
    newest = client.get("/api/v1/episodes/", {"ordering": "-updated_at"}).json()["results"]
    assert [row["slug"] for row in newest] == found[::-1]


def test_updated_since_includes_that_moment(client: Client) -> None:
    episode = make_episode("One talk")
    make_episode("Other talk")
    Guest.objects.create(slug="new", name="New").episodes.add(episode)
    url = "/api/v1/episodes/"
    since = client.get(f"{url}one-talk/").json()["updated_at"]

    rows = client.get(url, {"updated_since": since}).json()["results"]

    assert [(row["slug"], row["updated_at"]) for row in rows] == [("one-talk", since)]
    assert client.get(url, {"updated_since": "yesterday"}).status_code == 400


def edit(chance: random.Random, place: int) -> None:
    """Make one random change of the library."""
    episode = chance.choice(list(Episode.objects.order_by("pk")))
    what = chance.choice(["publish", "publish", "change", "guests", "show", "rescore", "rename",
        "swap", "archive", "delete"])  # fmt: skip
    match what:
        case "publish":
            free = set(SLUGS) - set(Episode.objects.values_list("slug", flat=True))
            if free:
                slug = chance.choice(sorted(free))
                new = Episode.objects.create(slug=slug, title="New", show=episode.show)
                publish_episode(new, reason="Test")
            else:
                publish_episode(episode, reason="Test")
        case "change":
            episode.title = f"Title {place}"
            episode.save()
        case "guests":
            episode.guests.set([Guest.objects.create(slug=f"guest-{place}", name=f"G {place}")])
        case "show":
            Show.objects.filter(pk=episode.show_id).update(slug=f"show-{place}")
        case "rescore":
            said = chance.choices([DARK, BRIGHT, PLAIN], k=40)
            provenance = Provenance(kind="pasted", source_name=f"{place}.vtt")
            stored, _ = store_transcript(episode, parsed=make_parsed(said), provenance=provenance)
            assess_transcript(stored)
        case "rename":
            free = set(SLUGS) - set(Episode.objects.values_list("slug", flat=True))
            episode.slug = chance.choice(sorted(free)) if free else episode.slug
            episode.save()
        case "swap":
            other = chance.choice(list(Episode.objects.order_by("pk")))
            slugs = other.slug, episode.slug
            if other.pk != episode.pk:
                Episode.objects.filter(pk=other.pk).update(slug="for-a-moment")
                Episode.objects.filter(pk=episode.pk).update(slug=slugs[0])
                Episode.objects.filter(pk=other.pk).update(slug=slugs[1])
        case "archive":
            set_status(episode, Episode.Status.ARCHIVED, by=None, reason="Test")
        case "delete" if Episode.objects.count() > 2:
            episode.delete()


def documented(address: str) -> Callable[[sqlite3.Connection, httpx.Client], int]:
    """Return `pull` of docs/sync.md, for the library at `address`."""
    written = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "sync.md").read_text(), re.DOTALL)
    names: dict[str, Any] = {"__name__": "sync"}
    exec(written[0].replace("http://127.0.0.1:8000", address), names)
    pull: Callable[[sqlite3.Connection, httpx.Client], int] = names["pull"]
    return pull


def published(client: Client, address: str) -> dict[str, Any]:
    host = address.removeprefix("http://")
    slugs = Episode.objects.published().values_list("slug", flat=True)
    urls = {slug: f"/api/v1/episodes/{slug}/" for slug in slugs}
    return {slug: client.get(url, headers={"host": host}).json() for slug, url in urls.items()}


def test_the_documented_copy_equals_the_library_after_each_pull(
    live_server: LiveServer, client: Client, settings: Any
) -> None:
    settings.API_RATE = 100_000
    chance, pull = random.Random(17), documented(live_server.url)
    copy = sqlite3.connect(":memory:")
    for title in SLUGS[:4]:
        make_episode(title)
    kinds: set[str] = set()
    with httpx.Client() as api:
        for place in range(200):
            edit(chance, place)
            kinds |= set(EpisodeChange.objects.values_list("kind", flat=True))
            if place == 120:
                delete_old_changes(at=timezone.now() + timedelta(days=91))
                copy = sqlite3.connect(":memory:")
            if chance.random() < 0.3 or place == 199:
                pull(copy, api)
                rows = copy.execute("SELECT slug, json FROM episode")
                copied = {slug: json.loads(text) for slug, text in rows}
                assert copied == published(client, live_server.url), place
        assert pull(copy, api) == 0

    assert kinds == set(EpisodeChange.Kind.values)
