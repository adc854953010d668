"""Partial success, dismissal, and repair by a later run."""

import pytest
from django.contrib.auth.models import User

from library.models import Feed, FeedEntry, Job, JobItem, Show
from library.services.job_failures import Failure, PartsFailed, dismiss_failures
from library.services.jobs import NewItem, claim_item, fail_item, finish_item, retry_job, start_job

pytestmark = pytest.mark.django_db

X, Y = Failure("x", "Talk X", "responded with 404"), Failure("y", "Talk Y", "no words")


@pytest.fixture
def feed() -> Feed:
    show = Show.objects.create(slug="show", title="Show")
    return Feed.objects.create(show=show, url="https://example.org/feed")


@pytest.fixture
def eve() -> User:
    return User.objects.create_user("eve")


def claimed(feed: Feed) -> JobItem:
    work = NewItem(f"feed:{feed.pk}", "Show", {"feed": feed.pk})
    item = claim_item(start_job(Job.Kind.FEEDS, "Import the feed", [work]).items.get().pk)
    assert item
    return item


def fail(feed: Feed, done: int, *failures: Failure) -> JobItem:
    item = claimed(feed)
    parts = PartsFailed(done, failures)
    fail_item(item, str(parts), parts=parts)
    return JobItem.objects.get(pk=item.pk)


def fail_whole(feed: Feed, error: str) -> JobItem:
    item = claimed(feed)
    fail_item(item, error)
    return JobItem.objects.get(pk=item.pk)


def resolution(item: JobItem) -> str:
    return JobItem.objects.get(pk=item.pk).resolution


def words(job: Job) -> tuple[str, str, str]:
    progress = Job.objects.with_progress().get(pk=job.pk).progress
    return progress.label, progress.tone, progress.sentence


def test_partial_success_is_shown_with_counts_and_reasons(feed: Feed) -> None:
    job = fail(feed, 2, X, Y).job

    told = "Show: 2 of 4 done, 2 failed: Talk X: responded with 404; Talk Y: no words"
    assert words(job) == ("Partly done", "partly", told)


def test_a_job_with_several_items_counts_them_and_shows_one_failure(eve: User) -> None:
    job = start_job(Job.Kind.SCORE, "Two", [NewItem("a", "A"), NewItem("b", "B")])
    first, second = (claim_item(item.pk) for item in job.items.all())
    assert first
    assert second
    finish_item(first, "assessed")
    fail_item(second, "no words")

    assert words(job) == ("Partly done", "partly", "1 of 2 done, 1 failed: B: no words")
    dismiss_failures(job, by=eve)
    told = "1 of 2 done, 1 failed: B: no words; dismissed or repaired later"
    assert words(job) == ("Partly done", "settled", told)


def test_a_job_with_nothing_done_has_failed(feed: Feed) -> None:
    assert words(fail(feed, 0, X).job)[0] == "Failed"


def test_a_dismissed_item_records_account_and_time_and_can_be_retried(eve: User) -> None:
    job = start_job(Job.Kind.SCORE, "Two", [NewItem("a", "A"), NewItem("b", "B")])
    for row in job.items.all():
        item = claim_item(row.pk)
        assert item
        fail_item(item, "no words")
    first = job.items.get(subject="a")

    assert dismiss_failures(job, by=eve, item_id=first.pk) == ["A: no words"]
    assert dismiss_failures(job, by=eve, item_id=first.pk) == []

    first.refresh_from_db()
    assert (first.resolution, first.resolved_by) == ("dismissed", eve)
    assert first.resolved_at
    assert [item.subject for item in JobItem.objects.unresolved()] == ["b"]
    assert list(Job.objects.with_progress().with_failures()) == [job]
    told = "0 of 2 done, 2 failed, such as B: no words; 1 dismissed or repaired later"
    assert words(job) == ("Failed", "failed", told)
    assert len(retry_job(job)) == 2
    first.refresh_from_db()
    assert (first.state, first.resolution, first.resolved_by) == ("waiting", "", None)


def test_items_of_other_jobs_are_not_dismissed(feed: Feed, eve: User) -> None:
    item = fail(feed, 0, X)
    other = start_job(Job.Kind.SCORE, "Other", [NewItem("a", "A")])

    assert dismiss_failures(other, by=eve, item_id=item.pk) == []
    assert resolution(item) == ""


def test_a_failure_is_superseded_when_its_entries_are_imported_or_fail_again(feed: Feed) -> None:
    first = fail(feed, 1, X, Y)
    second = fail(feed, 1, X)
    assert (resolution(first), resolution(second)) == ("", "")

    FeedEntry.objects.create(feed=feed, guid="y")
    third = fail(feed, 0, X)

    assert [resolution(item) for item in (first, second, third)] == ["superseded"] * 2 + [""]
    assert fail_whole(feed, "the feed responded with 500").resolution == ""
    assert resolution(third) == ""


def test_a_failure_of_the_whole_feed_is_superseded_by_the_next_success(feed: Feed) -> None:
    failed = fail_whole(feed, "the feed responded with 500")

    finish_item(claimed(feed), "2 drafts")

    assert resolution(failed) == "superseded"


def test_a_dismissed_failure_stays_dismissed_when_it_recurs(feed: Feed, eve: User) -> None:
    dismiss_failures(fail(feed, 2, X, Y).job, by=eve)

    again = fail(feed, 1, X)

    assert (again.resolution, again.resolved_by) == ("dismissed", eve)
    assert fail(feed, 1, X, Failure("z", "Talk Z", "responded with 404")).resolution == ""


def test_a_dismissed_outage_is_shown_again_after_a_success(feed: Feed, eve: User) -> None:
    dismiss_failures(fail_whole(feed, "the feed responded with 500").job, by=eve)
    finish_item(claimed(feed), "2 drafts")

    assert fail_whole(feed, "the feed responded with 500").resolution == ""


def test_another_task_with_the_same_subject_resolves_no_failure() -> None:
    for file, error in (("a.vtt", "no words"), ("b.vtt", "")):
        work = NewItem("entry:0", "A", {"manifest": file})
        item = claim_item(start_job(Job.Kind.IMPORT, "Import", [work]).items.get().pk)
        assert item
        fail_item(item, error) if error else finish_item(item, "stored")

    assert JobItem.objects.unresolved().count() == 1
