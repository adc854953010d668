"""The log of changes: what is written, in which order, and for how long."""

import json
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from library.models import Delivery, Episode, EpisodeChange, Guest, Show, Tag, Webhook
from library.services.changes import announce_changes, changes_after, delete_old_changes
from library.services.episodes import publish_episode, set_status
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from library.tasks import clean_up
from scoring.models import Assessment, Subject, SubjectOverride
from scoring.models.subjects import EpisodeSubject
from scoring.services.subject_index import reweigh_subjects
from scoring.services.topic_index import refresh_topics
from tests.budget import queries
from tests.make import (
    BRIGHT_CLAIM,
    DARK,
    DARK_CLAIM,
    make_assessed,
    make_draft,
    make_episode,
    make_parsed,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _no_changes() -> None:
    # SQLite empties tables between tests by DELETE, which runs the triggers.
    EpisodeChange.objects.all().delete()


def last() -> int:
    change = EpisodeChange.objects.last()
    return change.pk if change else 0


def said(since: int = 0) -> list[tuple[str, str]]:
    return [(each.kind, each.slug) for each in changes_after(since)]


def test_an_import_is_one_publication() -> None:
    make_episode("One talk")

    assert [row for row in said() if row[0] != "changed"] == [("published", "one-talk")]


def test_drafts_are_not_logged() -> None:
    draft = make_assessed("A draft", publish=False).episode
    draft.title = "Another title"
    draft.save()
    draft.tags.add(Tag.objects.create(slug="new", name="new"))
    draft.delete()

    assert said() == []


def test_a_new_leading_assessment_is_logged_as_rescored() -> None:
    episode = make_episode("One talk")
    start = last()

    make_lead(episode)

    assert ("rescored", "one-talk") in said(start)


def make_lead(episode: Episode) -> Assessment:
    return Assessment.objects.create(
        episode=episode, kind="editorial", assessor="Eva Editor", leads=True, position=10,
        band="balanced", lens="technical", confidence="high", evidence_mode="interview",
    )  # fmt: skip


@pytest.mark.parametrize("what", ["fields", "queryset", "guests", "tags", "show", "shelf", "guest",
    "tag", "transcript", "subjects", "subject"])  # fmt: skip
def test_every_kind_of_change_to_an_episode_is_logged(what: str) -> None:
    episode = make_episode("One talk")
    other = make_episode("Other talk", show="Other Show")
    other.guests.clear()
    other.tags.clear()
    Episode.objects.filter(pk=other.pk).update(shelf=None)
    subject = Subject.objects.first() or Subject.objects.create(
        slug="s", name="s", lens="technical"
    )
    EpisodeSubject.objects.create(episode=episode, subject=subject, place=1)
    start = last()

    match what:
        case "fields":
            episode.title = "Changed"
            episode.save()
        case "queryset":
            Episode.objects.filter(pk=episode.pk).update(summary="Changed")
        case "guests":
            episode.guests.clear()
        case "tags":
            episode.tags.set([Tag.objects.create(slug="new", name="new")])
        case "show":
            Show.objects.filter(pk=episode.show_id).update(text_licence="CC0")
        case "shelf":
            assert episode.shelf
            episode.shelf.slug = "changed"
            episode.shelf.save()
        case "guest":
            Guest.objects.update(name="Changed")
        case "tag":
            Tag.objects.update(name="Changed")
        case "transcript":
            provenance = Provenance(kind="pasted", source_name="new.vtt")
            store_transcript(episode, parsed=make_parsed([DARK] * 9), provenance=provenance)
        case "subjects":
            EpisodeSubject.objects.filter(episode=episode).delete()
        case "subject":
            Subject.objects.filter(pk=subject.pk).update(name="Changed")

    assert said(start) == [("changed", "one-talk")]


def test_a_rename_has_both_slugs_and_a_withdrawal_the_last_one() -> None:
    episode = make_episode("One talk")
    start = last()

    episode.slug = "new-name"
    episode.save()
    set_status(episode, Episode.Status.ARCHIVED, by=None, reason="Test")

    renamed, withdrawn = changes_after(start)
    assert (renamed.kind, renamed.previous_slug, renamed.slug) == (
        "renamed",
        "one-talk",
        "new-name",
    )
    assert (withdrawn.kind, withdrawn.slug) == ("withdrawn", "new-name")


def test_a_deleted_episode_is_withdrawn() -> None:
    episode = make_episode("One talk")
    start = last()

    episode.delete()

    assert said(start)[-1] == ("withdrawn", "one-talk")


def test_rolled_back_changes_are_not_logged() -> None:
    episode = make_episode("One talk")
    before = said()

    with transaction.atomic():
        Episode.objects.filter(pk=episode.pk).update(title="Changed")
        transaction.set_rollback(True)

    assert said() == before


def test_a_repeated_change_replaces_the_earlier_one() -> None:
    episode = make_episode("One talk")
    for title in "abc":
        Episode.objects.filter(pk=episode.pk).update(title=title)
    number = EpisodeChange.objects.count()
    start = last()

    Episode.objects.filter(pk=episode.pk).update(title="d")

    assert said(start) == [("changed", "one-talk")]
    assert EpisodeChange.objects.count() == number


def test_indexing_subjects_again_changes_nothing() -> None:
    episode = make_assessed("One talk", sentences=[DARK_CLAIM, BRIGHT_CLAIM] * 30).episode
    make_assessed("Other talk")
    subject = Subject.objects.create(slug="added", name="added", lens="technical", phrases="added")
    SubjectOverride.objects.create(episode=episode, subject=subject, kind="add")
    refresh_topics()
    assert EpisodeSubject.objects.filter(episode=episode).exists()
    start = last()

    reweigh_subjects(episode)
    assert said(start) == []

    SubjectOverride.objects.all().delete()
    reweigh_subjects(episode)
    assert said(start) == [("changed", "one-talk")]


def test_only_the_last_change_of_an_episode_is_marked_latest() -> None:
    episode = make_episode("One talk")
    Episode.objects.filter(pk=episode.pk).update(slug="new-name")

    assert EpisodeChange.objects.get(latest=True).kind == "renamed"


def test_changes_are_numbered_in_commit_order() -> None:
    """A writer that has its ID blocks other writers until its change is visible."""
    if connection.vendor == "sqlite":
        with transaction.atomic():
            publish_episode(make_draft("First"), reason="Test")
            publish_episode(make_draft("Second"), reason="Test")
        assert said() == [("published", "first"), ("published", "second")]
        return
    first, second = make_draft("First"), make_draft("Second")

    def publish_second() -> None:
        publish_episode(second, reason="Test")
        connection.close()

    other = threading.Thread(target=publish_second)
    with transaction.atomic():
        publish_episode(first, reason="Test")
        with connection.cursor() as cursor:
            # As at the commit: the number is taken now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        other.start()
        time.sleep(0.5)
        assert other.is_alive()
    other.join()

    assert said() == [("published", "first"), ("published", "second")]


def test_old_changes_are_deleted_but_the_last_of_published_episodes(settings: Any) -> None:
    settings.CHANGE_RETENTION_DAYS = 10
    kept, gone = make_episode("Kept"), make_episode("Gone")
    Episode.objects.filter(pk=kept.pk).update(slug="renamed")
    Episode.objects.filter(pk=gone.pk).update(status="archived")
    number = EpisodeChange.objects.count()

    assert clean_up()["changes"] == 0
    assert EpisodeChange.objects.count() == number
    delete_old_changes(at=timezone.now() + timedelta(days=11))

    assert said() == [("renamed", "renamed")]


def test_webhooks_are_queued_once_for_changes_and_withdrawals(settings: Any) -> None:
    settings.DATA = type(settings.DATA)("https://library.example", None, 1, "CC0", None)
    episode, gone = make_assessed("One talk").episode, make_episode("Gone")
    announce_changes()
    Webhook.objects.create(url="https://example.org/all", on_update=True, on_withdraw=True)
    Webhook.objects.create(url="https://example.org/default")
    for title in "ab":
        Episode.objects.filter(pk=episode.pk).update(title=title)
    Episode.objects.filter(pk=gone.pk).delete()

    assert announce_changes() == 2
    assert announce_changes() == 0

    messages = {each.event: json.loads(each.body)["data"] for each in Delivery.objects.all()}
    assert messages["episode.updated"]["title"] == "b"
    assert messages["episode.updated"]["band"]
    assert messages["episode.updated"]["url"] == "https://library.example/episodes/one-talk/"
    assert messages["episode.withdrawn"] == {
        "slug": "gone",
        "path": "/episodes/gone/",
        "url": "https://library.example/episodes/gone/",
        "api_url": "https://library.example/api/v1/episodes/gone/",
    }


@pytest.mark.parametrize("number", [1, 4])
def test_announcing_changes_costs_the_same_for_any_number(number: int) -> None:
    Webhook.objects.create(url="https://example.org/", on_update=True)
    for place in range(number):
        make_episode(f"Talk {place}")
    EpisodeChange.objects.update(announced=True)
    Episode.objects.update(summary="Changed")

    with queries(9):
        announce_changes()
