import json
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.test import Client

from library.importing.manifest import read_manifest
from library.models import Episode, Job, JobItem, Transcript
from library.services.jobs import MAX_ATTEMPTS, claim_item
from scoring import tasks
from scoring.job_handlers import start_importing, start_rescoring
from scoring.models import Assessment
from scoring.tasks import MAX_INLINE, continue_jobs, do_job_item, queue_job
from tests.budget import queries
from tests.make import PLAIN, make_assessed, make_episode
from tests.plans import on_postgresql

pytestmark = pytest.mark.django_db

SHORT = (PLAIN,) * 4


def make_episodes(count: int) -> None:
    for number in range(count):
        make_episode(f"Talk {number}", sentences=SHORT)


def client_with(*permissions: str) -> Client:
    user = User.objects.create_user("edith", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


def progress() -> str:
    return Job.objects.with_progress().get().progress.sentence


def test_rescoring_creates_a_job_for_episodes_not_scored_by_this_version() -> None:
    make_episodes(3)
    make_assessed("Read before", sentences=SHORT)

    job = start_rescoring()
    continue_jobs()

    assert job.title.startswith("Rescore 3 episodes by stance ")
    assert progress() == "3 of 3 done"
    assert set(job.items.values_list("outcome", flat=True)) == {"assessed"}
    assert Assessment.objects.count() == 4
    assert start_rescoring().items.count() == 0


def test_one_failed_item_is_reported_with_its_cause_and_others_continue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_episodes(3)
    job = start_rescoring()
    Episode.objects.get(title="Talk 1").transcripts.all().delete()

    continue_jobs()

    assert progress() == "2 of 3 done, 1 failed: Talk 1: the transcript was deleted"
    assert job.items.get(state="failed").error == "the transcript was deleted"


@on_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_lost_database_connection_releases_the_item_without_using_an_attempt(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    make_episodes(1)
    item = start_rescoring().items.get()

    def lose(_: JobItem) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        raise AssertionError("the server ended this connection")

    with monkeypatch.context() as lost:
        lost.setattr(tasks, "do_item", lose)
        for _ in range(2 * MAX_ATTEMPTS):
            with pytest.raises(OperationalError):
                do_job_item(item.pk)
            item.refresh_from_db()
            assert (item.state, item.holder, item.attempts) == ("waiting", "", 0)

    do_job_item(item.pk)
    assert progress() == "1 of 1 done"


def test_a_retry_releases_an_item_that_the_lost_database_could_not() -> None:
    make_episodes(1)
    item = claim_item(start_rescoring().items.get().pk)
    assert item

    do_job_item(item.pk)
    assert progress() == "0 of 1 done, 1 running"
    do_job_item(item.pk, lost_by=item.holder)

    assert progress() == "1 of 1 done"
    assert JobItem.objects.get().attempts == 1


def test_small_jobs_run_at_once_without_a_broker_and_large_ones_by_command(
    django_capture_on_commit_callbacks: object,
) -> None:
    make_episodes(MAX_INLINE + 1)
    job = start_rescoring()

    assert not queue_job(job)
    assert progress() == f"0 of {MAX_INLINE + 1} done, {MAX_INLINE + 1} waiting"

    out = StringIO()
    call_command("run_jobs", str(job.pk), stdout=out)
    assert out.getvalue() == f"{MAX_INLINE + 1} done, 0 failed\n"
    assert Assessment.objects.count() == MAX_INLINE + 1
    with pytest.raises(CommandError, match="job 999 does not exist"):
        call_command("run_jobs", "999")


def test_many_files_are_imported_and_assessed_by_a_job(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(f"Ada: {PLAIN} " * 30)
    (tmp_path / "bad.vtt").write_text("WEBVTT\n\nnonsense")
    files = ("good.txt", "bad.vtt")
    rows = [{"file": name, "show": "Show", "title": name.split(".")[0]} for name in files]
    manifest = tmp_path / "manifest.json"
    manifest.write_text(json.dumps(rows))

    start_importing(manifest, read_manifest(manifest), publish=False)
    continue_jobs()

    assert progress().startswith("1 of 2 done, 1 failed: bad: ")
    assert "bad.vtt" in JobItem.objects.get(state="failed").error
    assert JobItem.objects.get(state="done").outcome == "stored and assessed"
    assert Assessment.objects.get().episode.slug == "good"

    job = start_importing(manifest, read_manifest(manifest), publish=False)
    manifest.write_text(json.dumps(rows[::-1]))
    continue_jobs()
    assert {item.error for item in job.items.all()} == {
        "the manifest changed after the job started"
    }


@pytest.mark.django_db(transaction=True)
def test_an_editor_can_start_view_cancel_and_retry_a_job() -> None:
    make_episodes(MAX_INLINE + 1)
    client = client_with("view_job", "add_job", "change_job")

    page = client.post("/admin/library/job/rescore/", follow=True)
    job = Job.objects.get()
    assert str(job.created_by) == "edith"
    assert f"manage.py run_jobs {job.pk}" in page.text
    assert 'hx-trigger="every 2s"' in page.text
    assert "26 waiting" in client.get("/admin/library/job/").text

    page = client.post(f"/admin/library/job/{job.pk}/cancel/", follow=True)
    assert "26 items cancelled" in page.text
    assert "hx-trigger" not in page.text

    job.items.filter(pk__in=list(job.items.values_list("pk", flat=True)[5:])).delete()
    page = client.post(f"/admin/library/job/{job.pk}/retry/", follow=True)
    assert "5 of 5 done" in page.text


def test_assess_again_is_an_action_on_episodes(admin_client: Client) -> None:
    make_episodes(2)
    chosen = list(Episode.objects.values_list("pk", flat=True))

    admin_client.post(
        "/admin/library/episode/", {"action": "assess_again", "_selected_action": chosen}
    )

    assert Job.objects.get().items.count() == 2


def test_one_failure_of_a_job_is_dismissed_on_its_page(admin_client: Client) -> None:
    make_episodes(2)
    job = start_rescoring()
    Transcript.objects.all().delete()
    continue_jobs()
    page = f"/admin/library/job/{job.pk}/"
    first = job.items.order_by("pk")[0]
    assert admin_client.post(f"{page}dismiss/", {"item": "one"}).status_code == 404

    told = admin_client.post(f"{page}dismiss/", {"item": "9" * 30}, follow=True).text
    assert "There are no failed items to dismiss" in told
    told = admin_client.post(f"{page}dismiss/", {"item": first.pk}, follow=True).text

    assert "Dismissed failed items: 1. They can still be retried." in told
    assert told.count(">Dismiss</button>") == 1
    assert [item.resolution for item in job.items.order_by("pk")] == ["dismissed", ""]
    listed = admin_client.get("/admin/library/job/?failed=yes").text
    assert "0 of 2 done, 2 failed, such as Talk 1: the transcript was deleted" in listed
    admin_client.post(f"{page}dismiss/")
    assert "Rescore 2 episodes" not in admin_client.get("/admin/library/job/?failed=yes").text


@pytest.mark.parametrize("action", ["rescore", "1/retry", "1/cancel", "1/dismiss"])
def test_each_job_action_needs_its_permission_and_a_post(admin_client: Client, action: str) -> None:
    address = f"/admin/library/job/{action}/"

    assert client_with("view_job").post(address).status_code == 403
    assert Client().post(address).status_code == 302
    assert admin_client.get(address).status_code == 405
    assert not Job.objects.exists()


@pytest.mark.parametrize("count", [1, 20])
def test_list_and_page_cost_the_same_for_any_number(admin_client: Client, count: int) -> None:
    make_episodes(count)
    for _ in range(count):
        start_rescoring()

    with queries(6):  # session, user, two counts, whether anything runs, jobs with their progress
        admin_client.get("/admin/library/job/")
    pk = Job.objects.values_list("pk", flat=True)[0]
    ContentType.objects.get_for_model(Job)
    # session, user, job twice (ours, Django's), causes, items, their count
    with queries(7):
        admin_client.get(f"/admin/library/job/{pk}/change/")


@pytest.mark.parametrize("command", ["assess", "import_transcripts"])
def test_commands_can_queue_their_work_as_a_job(tmp_path: Path, command: str) -> None:
    out = StringIO()
    if command == "assess":
        make_episodes(2)
        call_command("assess", all=True, queue=True, stdout=out)
    else:
        (tmp_path / "a.txt").write_text(f"Ada: {PLAIN} " * 30)
        (tmp_path / "b.txt").write_text(f"Bea: {PLAIN} " * 30)
        rows = "file,show,title\na.txt,Show,A talk\nb.txt,Show,B talk\n"
        (tmp_path / "manifest.csv").write_text(rows)
        call_command("import_transcripts", str(tmp_path / "manifest.csv"), queue=True, stdout=out)

    assert out.getvalue() == f"2 queued as job {Job.objects.get().pk}\n"
    assert Assessment.objects.count() == 2
