import threading
import time
from datetime import timedelta

import pytest
from django.conf import LazySettings, settings
from django.db import connection, transaction
from django.utils import timezone

from library.models import Job, JobItem
from library.services.jobs import (
    MAX_ATTEMPTS,
    ItemLost,
    NewItem,
    cancel_job,
    claim_item,
    delete_old_jobs,
    extend_lease,
    fail_item,
    finish_item,
    items_to_queue,
    release_item,
    retry_job,
    start_job,
)
from library.tasks import clean_up
from tests.budget import queries
from tests.plans import on_postgresql, plans_of

pytestmark = pytest.mark.django_db

LEASE = timedelta(seconds=settings.JOB_LEASE_SECONDS)


def make_job(count: int = 3) -> Job:
    works = [NewItem(f"thing:{number}", f"Thing {number}") for number in range(count)]
    return start_job(Job.Kind.SCORE, "Some things", works)


def states(job: Job) -> list[str]:
    return list(job.items.order_by("pk").values_list("state", flat=True))


def test_an_item_is_claimed_by_one_worker_and_done_once() -> None:
    job = make_job(1)
    pk = job.items.get().pk

    item = claim_item(pk)

    assert item
    assert claim_item(pk) is None
    finish_item(item, "assessed")
    assert claim_item(pk) is None
    done = job.items.get()
    assert (done.state, done.outcome, done.attempts) == ("done", "assessed", 1)
    assert done.finished_at


def test_a_job_has_one_item_for_each_subject() -> None:
    job = start_job(Job.Kind.SCORE, "Twice", [NewItem("a", "A"), NewItem("a", "A again")])

    assert job.items.count() == 1


def test_a_worker_with_an_expired_lease_cannot_finish_the_item() -> None:
    job = make_job(1)
    now = timezone.now()
    late = claim_item(job.items.get().pk, at=now)
    assert late
    assert claim_item(late.pk, at=now + LEASE - timedelta(seconds=1)) is None

    second = claim_item(late.pk, at=now + LEASE + timedelta(seconds=1))
    assert second
    fail_item(late, "came back from the dead")
    assert states(job) == ["running"]
    finish_item(second, "assessed")
    assert states(job) == ["done"]


def test_a_heartbeat_extends_the_lease_and_fails_once_the_item_is_lost() -> None:
    job = make_job(1)
    now = timezone.now()
    item = claim_item(job.items.get().pk, at=now)
    assert item

    extend_lease(item, at=now + LEASE / 2)

    assert claim_item(item.pk, at=now + LEASE + timedelta(seconds=1)) is None
    second = claim_item(item.pk, at=now + 2 * LEASE)
    assert second
    with pytest.raises(ItemLost):
        extend_lease(item, at=now + 2 * LEASE)
    finish_item(second, "assessed")
    with pytest.raises(ItemLost):
        extend_lease(second)
    assert states(job) == ["done"]


def test_an_item_fails_after_too_many_dead_workers() -> None:
    job = make_job(1)
    now = timezone.now()
    for attempt in range(MAX_ATTEMPTS):
        assert claim_item(job.items.get().pk, at=now + attempt * 2 * LEASE)

    after = now + MAX_ATTEMPTS * 2 * LEASE
    assert claim_item(job.items.get().pk, at=after) is None
    assert items_to_queue(at=after) == []
    assert "Gave up after 3 attempts" in job.items.get().error


def test_the_sweep_queues_items_without_a_message() -> None:
    job = make_job(4)
    now = timezone.now()
    ids = list(job.items.order_by("pk").values_list("pk", flat=True))

    assert items_to_queue(at=now) == ids
    assert items_to_queue(at=now + LEASE / 2) == []
    done = claim_item(ids[0], at=now)
    dead = claim_item(ids[1], at=now)
    assert done
    assert dead
    finish_item(done, "assessed")

    later = now + LEASE + timedelta(seconds=1)
    assert items_to_queue(at=later, messages_lost=False) == [ids[1]]
    assert items_to_queue(at=later, messages_lost=False) == []
    assert items_to_queue(at=later) == ids[2:]
    assert items_to_queue(at=later) == []


def test_a_released_item_can_be_claimed_at_once() -> None:
    job = make_job(1)
    item = claim_item(job.items.get().pk)
    assert item

    release_item(item.pk, item.holder)

    assert states(job) == ["waiting"]
    assert claim_item(item.pk)


def test_releasing_an_item_uses_no_attempt_unless_counted() -> None:
    job = make_job(1)
    pk = job.items.get().pk
    for _ in range(2 * MAX_ATTEMPTS):
        item = claim_item(pk)
        assert item
        release_item(pk, item.holder)
    assert job.items.get().attempts == 0

    item = claim_item(pk)
    assert item
    release_item(pk, item.holder, counted=True)
    release_item(pk, item.holder)  # by a holder who no longer holds it

    assert job.items.get().attempts == 1


def test_cancelling_a_job_cancels_waiting_items_and_running_ones_finish() -> None:
    job = make_job(3)
    item = claim_item(job.items.order_by("pk")[0].pk)
    assert item

    assert cancel_job(job) == 2

    assert states(job) == ["running", "cancelled", "cancelled"]
    assert claim_item(job.items.order_by("pk")[1].pk) is None
    finish_item(item, "assessed")
    assert Job.objects.with_progress().get().progress.state == "cancelled"


def test_an_expired_item_of_a_cancelled_job_is_cancelled() -> None:
    job = make_job(1)
    now = timezone.now()
    claim_item(job.items.get().pk, at=now)
    cancel_job(job)

    assert items_to_queue(at=now + 2 * LEASE) == []
    assert states(job) == ["cancelled"]


def test_retrying_queues_only_failed_and_cancelled_items() -> None:
    job = make_job(3)
    first, second, third = job.items.order_by("pk")
    for pk, error in ((first.pk, ""), (second.pk, "bad\0 file")):
        item = claim_item(pk)
        assert item
        fail_item(item, error) if error else finish_item(item, "assessed")
    assert job.items.get(pk=second.pk).error == "bad file"
    cancel_job(job)

    assert sorted(retry_job(job)) == [second.pk, third.pk]

    assert states(job) == ["done", "waiting", "waiting"]
    assert job.items.get(pk=second.pk).error == ""
    assert claim_item(third.pk)


def test_retrying_resets_the_attempts_of_an_item() -> None:
    job = make_job(1)
    pk, now = job.items.get().pk, timezone.now()
    for attempt in range(MAX_ATTEMPTS):
        assert claim_item(pk, at=now + attempt * 2 * LEASE)
    items_to_queue(at=now + MAX_ATTEMPTS * 2 * LEASE)
    assert states(job) == ["failed"]

    assert retry_job(job) == [pk]

    assert job.items.get().attempts == 0
    assert claim_item(pk)


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_concurrent_second_retry_does_not_touch_a_running_item() -> None:
    job = make_job(1)
    item = claim_item(job.items.get().pk)
    assert item
    fail_item(item, "bad file")
    retried: list[list[int]] = []

    def second() -> None:
        retried.append(retry_job(job))
        connection.close()

    thread = threading.Thread(target=second)
    with transaction.atomic():
        assert retry_job(job) == [item.pk]
        assert claim_item(item.pk)
        thread.start()
        wait_until_blocked()
    thread.join()

    assert retried == [[]]
    assert states(job) == ["running"]


def wait_until_blocked() -> None:
    """Wait until another session waits for a lock that this one holds."""
    blocked = (
        "SELECT count(*) FROM pg_locks "
        "WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
    )
    deadline = time.monotonic() + 30
    with connection.cursor() as cursor:
        while True:
            cursor.execute(blocked)
            if cursor.fetchone()[0]:
                return
            assert time.monotonic() < deadline, "nobody is blocked"
            time.sleep(0.05)


def test_old_jobs_are_deleted_with_their_items_unless_open(
    settings: LazySettings,
) -> None:
    settings.JOB_RETENTION_DAYS = 10
    done, late, waiting, empty = make_job(1), make_job(2), make_job(1), make_job(0)
    for pk in (done.items.get().pk, late.items.order_by("pk")[0].pk):
        item = claim_item(pk)
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
def test_waiting_and_failed_items_are_found_by_the_state_index() -> None:
    make_job(300)

    waiting = JobItem.objects.claimable(timezone.now())
    for rows in (waiting, JobItem.objects.open(), JobItem.objects.failed()):
        (plan,) = plans_of(rows.order_by().count)
        assert "job_item_by_state" in plan, plan
