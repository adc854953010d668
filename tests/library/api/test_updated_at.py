"""`updated_at` of shows, shelves, guests, tags, subjects, segments and assessments."""

from time import sleep
from typing import Any

import pytest
from django.test import Client

from library.models import Episode, Guest, Shelf, Show, Tag
from scoring.models import EpisodeSubject, Subject
from tests.make import make_assessed

pytestmark = pytest.mark.django_db(transaction=True)
# SQLite's triggers tell the time in thousandths of a second.
CLOCK_STEP = 0.002
CATALOGUES = {"shows": Show, "shelves": Shelf, "guests": Guest, "tags": Tag, "subjects": Subject}
each_catalogue = pytest.mark.parametrize("name", CATALOGUES)


def talk(letter: str, *, publish: bool = True) -> Episode:
    """Return an episode that has a show, a shelf, a guest, a tag and a subject of its own."""
    episode = make_assessed(f"Talk {letter}", show=f"Show {letter}", publish=publish).episode
    names: dict[str, str] = {"slug": letter, "name": letter}
    episode.shelf = Shelf.objects.create(slug=letter, title=letter)
    episode.save()
    episode.guests.set([Guest.objects.create(**names)])
    episode.tags.set([Tag.objects.create(**names)])
    subject = Subject.objects.create(**names, lens="technical", phrases=letter)
    EpisodeSubject.objects.create(episode=episode, subject=subject, place=1)
    return episode


def rows(client: Client, name: str, **params: Any) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{name}/", params)
    assert answer.status_code == 200, answer.json()
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


def changed_after(client: Client, name: str, last: str) -> list[str]:
    """Return the last letters of the slugs of rows that changed after `last`."""
    changed = rows(client, name, updated_since=last, ordering="updated_at")
    return [row["slug"][-1] for row in changed if row["updated_at"] > last]


def last_of(client: Client, name: str) -> str:
    return max(row["updated_at"] for row in rows(client, name))


@each_catalogue
def test_a_row_changes_with_its_episodes(client: Client, name: str) -> None:
    first, _ = talk("a"), talk("b")
    last = last_of(client, name)

    Episode.objects.filter(pk=first.pk).update(summary="New.")

    assert changed_after(client, name, last) == ["a"]


@each_catalogue
def test_a_row_changes_with_its_own_fields(client: Client, name: str) -> None:
    talk("a"), talk("b")
    last = last_of(client, name)

    row = CATALOGUES[name].objects.get(slug="show-a" if name == "shows" else "a")
    setattr(row, "title" if name in ("shows", "shelves") else "name", "Renamed")
    row.save()

    assert changed_after(client, name, last) == ["a"]


@pytest.mark.parametrize(("name", "model"), [("shows", Show), ("shelves", Shelf)])
def test_changing_a_description_updates_the_row_but_no_episode(
    client: Client, name: str, model: type[Show] | type[Shelf]
) -> None:
    talk("a")
    last, of_episodes = last_of(client, name), last_of(client, "episodes")

    row = model.objects.get(slug__endswith="a")
    row.description = "New."
    row.save()

    assert changed_after(client, name, last) == ["a"]
    assert last_of(client, "episodes") == of_episodes


@each_catalogue
def test_an_old_row_that_becomes_public_is_new(client: Client, name: str) -> None:
    draft = talk("a", publish=False)
    talk("b")
    last = last_of(client, name)
    assert changed_after(client, name, last) == []

    Episode.objects.filter(pk=draft.pk).update(status="published")

    assert changed_after(client, name, last) == ["a"]


def test_a_withdrawal_changes_the_rows_that_lose_an_episode(client: Client) -> None:
    first, second = talk("a"), talk("b")
    second.guests.set(first.guests.all())
    last = last_of(client, "guests")

    Episode.objects.filter(pk=first.pk).update(status="archived")

    (row,) = rows(client, "guests", updated_since=last)
    assert (row["slug"], row["episode_count"]) == ("a", 1)
    assert row["updated_at"] > last


@pytest.mark.parametrize("ordering", ["updated_at", "-updated_at"])
@pytest.mark.parametrize("name", [*CATALOGUES, "segments"])
def test_a_list_in_the_order_of_changes_has_every_row_once(
    client: Client, name: str, ordering: str
) -> None:
    episodes = [talk(letter) for letter in "abc"]
    sleep(CLOCK_STEP)
    Episode.objects.filter(pk=episodes[0].pk).update(summary="New.")
    found: list[dict[str, Any]] = []
    url = f"/api/v1/{name}/?ordering={ordering}&page_size=2"
    while url:
        page = client.get(url).json()
        found += page["results"]
        url = page["next"]

    times = [row["updated_at"] for row in found]
    assert times == sorted(times, reverse=ordering.startswith("-"))
    last = found[0 if ordering.startswith("-") else -1]
    assert last.get("slug", last.get("episode", ""))[-1] == "a"
    assert len(found) == len(rows(client, name, page_size=100))


def test_segments_change_with_their_episode(client: Client) -> None:
    first, _ = talk("a"), talk("b")
    last = last_of(client, "segments")
    Episode.objects.filter(pk=first.pk).update(summary="New.")

    (episode,) = rows(client, "episodes", ordering="-updated_at", page_size=1)
    changed = rows(client, "segments", updated_since=episode["updated_at"])

    assert {row["episode"] for row in changed} == {"talk-a"}
    assert {row["updated_at"] for row in changed} == {episode["updated_at"]}
    assert episode["updated_at"] > last
    export = client.get(
        "/api/v1/segments/export/", {"updated_since": last, "format": "csv", "fields": "episode"}
    )
    lines = export.getvalue().decode().split()  # type: ignore[attr-defined]
    assert lines.count("talk-a") == len(changed)


def test_updated_at_of_an_assessment_is_its_publication_time(client: Client) -> None:
    reading = make_assessed("A talk")
    address = "episodes/a-talk/assessments"

    (row,) = rows(client, address, ordering="-updated_at")

    assert row["updated_at"] == row["created_at"]
    assert rows(client, address, updated_since=row["updated_at"]) == [row]
    assert rows(client, address, updated_since="2999-01-01T00:00:00Z") == []
    assert client.get(f"/api/v1/{address}/{reading.pk}/").json()["updated_at"] == row["updated_at"]


def test_an_invalid_time_is_rejected(client: Client) -> None:
    answer = client.get("/api/v1/shows/?updated_since=yesterday")

    assert (answer.status_code, answer.json()["errors"][0]["name"]) == (400, "updated_since")


@pytest.mark.parametrize("offset", ["+17:03", "-23:59"])
@pytest.mark.parametrize("address", ["episodes/", "subjects/", "segments/"])
def test_any_offset_of_a_time_is_accepted(client: Client, address: str, offset: str) -> None:
    since = f"2020-11-09T15:49:16{offset}"

    assert client.get(f"/api/v1/{address}", {"updated_since": since}).status_code == 200
