"""The queues of the start page: number, age of the oldest entry, and where work on it starts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.utils import timezone

from library.models import Episode, Feed
from library.pages.curation.queues import Queue
from library.pages.curation.start_page import StartPage
from library.services.jobs import claim_item, fail_item, finish_item
from scoring.core.spectrum import band_of
from scoring.curation.workflow import Account, send_back, submit, withdraw
from scoring.job_handlers import start_feeds
from scoring.models import Assessment
from tests.budget import queries
from tests.make import make_account, make_draft, make_placed, make_ready

pytestmark = pytest.mark.django_db


def queue(title: str, account: Account | None = None) -> Queue:
    rows = StartPage(account or AnonymousUser()).queues
    return next(row for row in rows if row.title == title)


def form(episode: Episode) -> str:
    return f"/admin/library/episode/{episode.pk}/change/"


def make_editorial(episode: Episode, position: float, assessor: str, status: str) -> Assessment:
    return Assessment.objects.create(
        episode=episode, kind="editorial", status=status, assessor=assessor, position=position,
        band=band_of(position), lens="technical", confidence="low", evidence_mode="interview",
    )  # fmt: skip


def test_the_oldest_draft_is_the_next_that_needs_a_transcript() -> None:
    first, second = make_draft("First"), make_draft("Second")
    since = timezone.now() - timedelta(days=3)
    Episode.objects.filter(pk=second.pk).update(created_at=since)

    row = queue("Needs a transcript")

    assert (row.count, row.since) == (2, since)
    assert row.next_url == f"/admin/library/transcript/add/?episode={second.pk}"
    assert first.created_at > since


def test_an_empty_queue_has_no_age_and_no_next_action() -> None:
    row = queue("Awaiting review")

    assert (row.count, row.since, row.next_url) == (0, None, "")


def test_a_returned_episode_is_in_the_queue_of_its_editor_until_it_is_submitted_again() -> None:
    edna, other = make_account("edna", "Editor"), make_account("other", "Editor")
    episode = submit(make_ready(), by=edna)
    send_back(episode, by=make_account("rita", "Reviewer"), reason="Too short")

    row = queue("Returned to me", edna)
    assert (row.count, row.next_url) == (1, form(episode))
    assert row.since == episode.history.latest().history_date
    assert queue("Returned to me", other).count == 0

    submit(episode, by=edna)
    assert queue("Returned to me", edna).count == 0
    withdraw(episode, by=edna)
    assert queue("Returned to me", edna).count == 0


def test_complete_scored_episodes_are_ready_to_submit() -> None:
    episode = make_ready()
    unwritten = make_ready("No summary")
    Episode.objects.filter(pk=unwritten.pk).update(summary="")
    by_machine = make_ready("Machine")
    Episode.objects.filter(pk=by_machine.pk).update(summary_by="machine")

    row = queue("Ready to submit")
    assert (row.count, row.next_url) == (1, form(episode))
    submit(episode, by=make_account("edna", "Editor"))

    assert queue("Ready to submit").count == 0
    review = queue("Awaiting review")
    assert (review.count, review.next_url) == (1, form(episode))
    assert review.since == episode.history.latest().history_date


def test_assessments_wait_for_publication_and_assessors_disagree() -> None:
    episode = make_placed("Placed", -40)
    draft = make_editorial(episode, 30, "Eve", "draft")

    row = queue("Assessments to publish")
    assert (row.count, row.next_url) == (1, f"/admin/scoring/assessment/{draft.pk}/change/")
    assert queue("Assessors disagree").count == 0
    Assessment.objects.filter(pk=draft.pk).update(status="published")

    assert queue("Assessments to publish").count == 0
    assert queue("Assessors disagree").next_url == form(episode)


def test_assessors_with_similar_positions_agree() -> None:
    episode = make_placed("Placed", -40)
    make_editorial(episode, -35, "Eve", "published")

    assert queue("Assessors disagree").count == 0


def test_a_feed_fails_until_it_is_imported_without_a_failure() -> None:
    show = make_draft().show
    feed = Feed.objects.create(show=show, url="https://example.org/feed")
    assert queue("Feeds failing").count == 0
    item = claim_item(start_feeds([feed]).items.get().pk)
    assert item
    fail_item(item, "404")

    row = queue("Feeds failing")
    assert (row.count, row.next_url) == (1, f"/admin/library/feed/{feed.pk}/change/")
    assert list(Feed.objects.failing()) == [feed]
    assert row.reason == queue("Failed jobs").reason == f"{show.title}: 404"
    item = claim_item(start_feeds([feed]).items.get().pk)
    assert item
    finish_item(item, "1 drafts")

    assert queue("Feeds failing").count == queue("Failed jobs").count == 0


@pytest.mark.parametrize("count", [1, 20])
def test_each_queue_makes_one_query(count: int) -> None:
    for number in range(count):
        make_draft(f"Draft {number}")
    account: User = make_account("edna", "Editor")

    with queries(14):
        assert len(StartPage(account).queues) == 14
