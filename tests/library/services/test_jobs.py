import threading
import time
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.utils import timezone

from library.models import Job, JobItem
from library.services.jobs import (
    MOST_ATTEMPTS,
    ItemLost,
    Work,
    cancel_job,
    delete_old_jobs,
    fail_item,
    finish_item,
    give_back_item,
    items_to_queue,
    keep_item,
    retry_job,
    start_job,
    take_item,
)
from library.tasks import clean_up
from tests.budget import queries
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)


def make_job(count: int = 3) -> Job:
    works = [Work(f"thing:{number}", f"Thing {number}") for number in range(count)]
    return start_job(Job.Kind.SCORE, "Some things", works)


def states(job: Job) -> list[str]:
    return list(job.items.order_by("pk").values_list("state", flat=True))


def test_an_item_is_held_by_one_and_done_once() -> None:
    job = make_job(1)
    pk = job.items.get().pk

    item = take_item(pk)

    assert item
    assert take_item(pk) is None
    finish_item(item, "assessed")
    assert take_item(pk) is None
    done = job.items.get()
    assert (done.state, done.outcome, done.attempts) == ("done", "assessed", 1)
    assert done.finished_at


def test_the_same_subject_stands_once_in_a_job() -> None:
    job = start_job(Job.Kind.SCORE, "Twice", [Work("a", "A"), Work("a", "A again")])

    assert job.items.count() == 1


def test_a_holder_who_died_loses_the_item_and_cannot_settle_it_after() -> None:
    job = make_job(1)
    now = timezone.now()
    late = take_item(job.items.get().pk, at=now)
    assert late
    assert take_item(late.pk, at=now + LEASE - timedelta(seconds=1)) is None

    second = take_item(late.pk, at=now + LEASE + timedelta(seconds=1))
    assert second
    fail_item(late, "came back from the dead")
    assert states(job) == ["running"]
    finish_item(second, "assessed")
    assert states(job) == ["done"]


def test_a_sign_of_life_is_another_lease_and_the_dead_are_told() -> None:
    job = make_job(1)
    now = timezone.now()
    item = take_item(job.items.get().pk, at=now)
    assert item

    keep_item(item, at=now + LEASE / 2)

    assert take_item(item.pk, at=now + LEASE + timedelta(seconds=1)) is None
    second = take_item(item.pk, at=now + 2 * LEASE)
    assert second
    with pytest.raises(ItemLost):
        keep_item(item, at=now + 2 * LEASE)
    finish_item(second, "assessed")
    with pytest.raises(ItemLost):
        keep_item(second)
    assert states(job) == ["done"]


def test_an_item_at_which_workers_keep_dying_fails_with_that_cause() -> None:
    job = make_job(1)
    now = timezone.now()
    for attempt in range(MOST_ATTEMPTS):
        assert take_item(job.items.get().pk, at=now + attempt * 2 * LEASE)

    after = now + MOST_ATTEMPTS * 2 * LEASE
    assert take_item(job.items.get().pk, at=after) is None
    assert items_to_queue(at=after) == []
    assert "Gave up after 3 attempts" in job.items.get().error


def test_the_net_finds_what_no_message_stands_for() -> None:
    job = make_job(4)
    now = timezone.now()
    ids = list(job.items.order_by("pk").values_list("pk", flat=True))

    assert items_to_queue(at=now) == ids
    assert items_to_queue(at=now + LEASE / 2) == []
    done = take_item(ids[0], at=now)
    dead = take_item(ids[1], at=now)
    assert done
    assert dead
    finish_item(done, "assessed")

    later = now + LEASE + timedelta(seconds=1)
    assert items_to_queue(at=later, messages_lost=False) == [ids[1]]
    assert items_to_queue(at=later, messages_lost=False) == []
    assert items_to_queue(at=later) == ids[2:]
    assert items_to_queue(at=later) == []


def test_what_is_given_back_is_free_at_once() -> None:
    job = make_job(1)
    item = take_item(job.items.get().pk)
    assert item

    give_back_item(item.pk, item.holder)

    assert states(job) == ["waiting"]
    assert take_item(item.pk)


def test_giving_back_costs_an_item_no_attempt_unless_it_counts() -> None:
    job = make_job(1)
    pk = job.items.get().pk
    for _ in range(2 * MOST_ATTEMPTS):
        item = take_item(pk)
        assert item
        give_back_item(pk, item.holder)
    assert job.items.get().attempts == 0

    item = take_item(pk)
    assert item
    give_back_item(pk, item.holder, counted=True)
    give_back_item(pk, item.holder)  # by a holder who no longer holds it

    assert job.items.get().attempts == 1


def test_cancelling_ends_what_waits_and_lets_the_running_end() -> None:
    job = make_job(3)
    item = take_item(job.items.order_by("pk")[0].pk)
    assert item

    assert cancel_job(job) == 2

    assert states(job) == ["running", "cancelled", "cancelled"]
    assert take_item(job.items.order_by("pk")[1].pk) is None
    finish_item(item, "assessed")
    assert Job.objects.with_progress().get().progress.state == "cancelled"


def test_what_a_dead_worker_held_in_a_cancelled_job_is_cancelled() -> None:
    job = make_job(1)
    now = timezone.now()
    take_item(job.items.get().pk, at=now)
    cancel_job(job)

    assert items_to_queue(at=now + 2 * LEASE) == []
    assert states(job) == ["cancelled"]


def test_retrying_takes_up_what_failed_or_was_cancelled_and_nothing_else() -> None:
    job = make_job(3)
    first, second, third = job.items.order_by("pk")
    for pk, error in ((first.pk, ""), (second.pk, "bad\0 file")):
        item = take_item(pk)
        assert item
        fail_item(item, error) if error else finish_item(item, "assessed")
    assert job.items.get(pk=second.pk).error == "bad file"
    cancel_job(job)

    assert sorted(retry_job(job)) == [second.pk, third.pk]

    assert states(job) == ["done", "waiting", "waiting"]
    assert job.items.get(pk=second.pk).error == ""
    assert take_item(third.pk)


def test_retrying_gives_an_item_all_its_attempts_again() -> None:
    job = make_job(1)
    pk, now = job.items.get().pk, timezone.now()
    for attempt in range(MOST_ATTEMPTS):
        assert take_item(pk, at=now + attempt * 2 * LEASE)
    items_to_queue(at=now + MOST_ATTEMPTS * 2 * LEASE)
    assert states(job) == ["failed"]

    assert retry_job(job) == [pk]

    assert job.items.get().attempts == 0
    assert take_item(pk)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_retries_at_once_leaves_a_running_item_alone() -> None:
    job = make_job(1)
    item = take_item(job.items.get().pk)
    assert item
    fail_item(item, "bad file")
    retried: list[list[int]] = []

    def second() -> None:
        retried.append(retry_job(job))
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        assert retry_job(job) == [item.pk]
        assert take_item(item.pk)
        thread.start()
        wait_until_blocked()
    thread.join()

    assert retried == [[]]
    assert states(job) == ["running"]


def wait_until_blocked() -> None:
    """Wait until a session of this database waits for the lock of another."""
    blocked = (
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute(blocked)
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < deadline, "nobody is blocked"
            time.sleep(0.05)


def test_old_jobs_are_deleted_with_their_items_and_open_ones_are_not(
    settings: LazySettings,
) -> None:
    settings.JOB_RETENTION_DAYS = 10
    done, late, waiting, empty = make_job(1), make_job(2), make_job(1), make_job(0)
    for pk in (done.items.get().pk, late.items.order_by("pk")[0].pk):
        item = take_item(pk)
        assert item
        finish_item(item, "assessed")
    now = timezone.now()
    late.items.filter(state="waiting").update(state="failed", finished_at=now + timedelta(days=2))

    assert clean_up()["jobs"] == 0
    assert delete_old_jobs(at=now + timedelta(days=11)) == 2

    assert set(Job.objects.all()) == {late, waiting}
    assert JobItem.objects.count() == 3
    assert not Job.objects.filter(pk=empty.pk).exists()


@pytest.mark.parametrize("count", [1, 20])
def test_progress_of_all_jobs_is_one_query(count: int) -> None:
    for _ in range(count):
        make_job(5)

    with queries(1):
        assert {job.progress.total for job in Job.objects.with_progress()} == {5}
    assert JobItem.objects.worst_first().count() == 5 * count


@on_postgresql
def test_what_waits_and_what_failed_is_found_along_the_index_of_states() -> None:
    make_job(300)

    waiting = JobItem.objects.free_to_take(timezone.now())
    for rows in (waiting, JobItem.objects.open(), JobItem.objects.failed()):
        (plan,) = plans_of(rows.order_by().count)
        assert "job_item_by_state" in plan, plan
