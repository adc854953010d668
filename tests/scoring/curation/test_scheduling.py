"""Scheduled publishing, with a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import DatabaseError

from library.models import Delivery, Episode, ScheduledPublication, Webhook
from library.services.import_details import Provenance
from library.services.transcripts import store_transcript
from scoring.curation import scheduling
from scoring.curation.episode_edits import edit_draft
from scoring.curation.scheduling import publish_due, schedule, unschedule
from scoring.curation.workflow import Rejected, send_back, submit
from scoring.tasks import publish_scheduled
from tests.make import make_account, make_parsed, make_ready

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=3)


@pytest.fixture
def reviewer() -> User:
    return make_account("rita", "Reviewer")


@pytest.fixture
def episode() -> Episode:
    return submit(make_ready(), by=make_account("edna", "Editor"))


def status_of(episode: Episode) -> str:
    return Episode.objects.get(pk=episode.pk).status


def test_a_scheduled_episode_is_published_once(episode: Episode, reviewer: User) -> None:
    Webhook.objects.create(url="https://example.org/hook")
    with time_machine.travel(NOON, tick=False):
        schedule(episode, by=reviewer, publish_at=LATER)
        assert publish_scheduled() == 0
    with time_machine.travel(LATER - timedelta(seconds=1), tick=False):
        assert publish_scheduled() == 0
    assert status_of(episode) == "in_review"

    with time_machine.travel(LATER, tick=False):
        assert publish_scheduled() == 1
        assert publish_scheduled() == 0

    assert status_of(episode) == "published"
    published = episode.history.get(status="published")
    assert (published.history_user, published.history_change_reason) == (
        reviewer, "Reviewed and published: Scheduled for 4 May 2026, 15:00 UTC",
    )  # fmt: skip
    assert Delivery.objects.count() == 1
    assert not ScheduledPublication.objects.exists()


def test_if_a_worker_dies_the_next_call_publishes(
    episode: Episode, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = submit(make_ready("Another talk"), by=User.objects.get(username="edna"))
    for each in (episode, other):
        schedule(each, by=reviewer, publish_at=LATER, now=NOON)

    def publish_and_die(*args: object, **options: object) -> None:
        publish(*args, **options)
        raise DatabaseError("the worker died before its commit")

    publish = scheduling.publish
    with monkeypatch.context() as patch:
        patch.setattr(scheduling, "publish", publish_and_die)
        with pytest.raises(DatabaseError):
            publish_due(LATER)
    assert {status_of(episode), status_of(other)} == {"in_review"}

    assert publish_due(LATER) == 2
    assert {status_of(episode), status_of(other)} == {"published"}


def test_a_schedule_completed_by_another_worker_is_skipped(
    episode: Episode, reviewer: User
) -> None:
    schedule(episode, by=reviewer, publish_at=LATER, now=NOON)
    publish_due(LATER)

    assert scheduling._publish(episode.pk, LATER) is False
    assert episode.history.filter(status="published").count() == 1


@pytest.mark.parametrize("change", ["texts", "transcript", "state"])
def test_unreviewed_changes_cancel_the_schedule(
    episode: Episode, reviewer: User, change: str
) -> None:
    schedule(episode, by=reviewer, publish_at=LATER, now=NOON)

    if change == "texts":
        edit_draft(episode, {"summary": "New."}, by=User.objects.get(username="edna"), reason="")
    elif change == "transcript":
        provenance = Provenance(kind="publisher")
        store_transcript(episode, parsed=make_parsed(), provenance=provenance)
    else:
        send_back(episode, by=reviewer, reason="A test")

    assert not ScheduledPublication.objects.exists()
    assert publish_due(LATER) == 0
    assert status_of(episode) != "published"


def test_an_impossible_publication_is_cancelled_with_the_reasons(
    episode: Episode, reviewer: User
) -> None:
    schedule(episode, by=reviewer, publish_at=LATER, now=NOON)
    reviewer.groups.clear()

    assert publish_due(LATER) == 0

    assert status_of(episode) == "in_review"
    assert not ScheduledPublication.objects.exists()
    assert "You do not have permission to publish episodes." in (
        episode.history.latest().history_change_reason
    )


def test_only_publishable_episodes_can_be_scheduled(episode: Episode, reviewer: User) -> None:
    editor = User.objects.get(username="edna")
    with pytest.raises(Rejected, match="You do not have permission to publish episodes"):
        schedule(episode, by=editor, publish_at=LATER, now=NOON)
    with pytest.raises(Rejected, match="Choose a time in the future"):
        schedule(episode, by=reviewer, publish_at=NOON, now=NOON)
    with pytest.raises(Rejected, match="but must be in review"):
        schedule(make_ready("Not submitted"), by=reviewer, publish_at=LATER, now=NOON)
    with pytest.raises(Rejected, match="not scheduled"):
        unschedule(episode, by=reviewer)

    assert not ScheduledPublication.objects.exists()


def test_a_schedule_can_be_replaced_and_cancelled(episode: Episode, reviewer: User) -> None:
    schedule(episode, by=reviewer, publish_at=LATER, now=NOON)
    later = LATER + timedelta(days=1)
    schedule(episode, by=reviewer, publish_at=later, now=NOON)
    assert ScheduledPublication.objects.get().publish_at == later

    unschedule(episode, by=reviewer)

    assert publish_due(later) == 0
    assert episode.history.latest().history_change_reason == "Scheduled publication cancelled"


def test_a_command_publishes_without_beat(
    episode: Episode, reviewer: User, capsys: pytest.CaptureFixture[str]
) -> None:
    with time_machine.travel(NOON, tick=False):
        schedule(episode, by=reviewer, publish_at=LATER)
    with time_machine.travel(LATER, tick=False):
        call_command("publish_scheduled")

    assert capsys.readouterr().out == "1 published.\n"
    assert status_of(episode) == "published"
