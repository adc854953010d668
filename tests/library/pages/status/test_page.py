"""The status page: permissions, states, and unreachable servers."""

import os
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from celery import current_app
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from config.version import VERSION
from library.models import Episode, Job, JobItem, Transcript
from library.monitoring.worker_heartbeat import KEY, MAX_AGE, note_pulse
from library.pages.status import StatusPage
from library.services.jobs import NewItem, start_job
from scoring.models import Assessment
from tests.budget import queries
from tests.make import DARK, make_account, make_assessed, make_draft, make_episode
from tests.ports import free_port

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/status/"


@pytest.fixture
def operator(client: Client) -> User:
    account = make_account("olga", "Administrator")
    client.force_login(account)
    return account


@pytest.fixture
def redis_is_away(settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> str:
    """Set broker and cache to a port where nothing listens."""
    address = f"redis://127.0.0.1:{free_port()}/0"
    settings.REDIS_URL = address
    settings.CACHES = {
        **settings.CACHES,
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": address,
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1},
        },
    }
    monkeypatch.setitem(current_app.conf, "broker_url", address)
    return address


def lines() -> dict[str, tuple[str, str]]:
    """Return state and text of each line, by its title."""
    return {
        line.title: (line.status.state.value, line.status.text)
        for section in StatusPage().sections
        for line in section.lines
    }


def test_anonymous_users_are_redirected_to_the_login(client: Client) -> None:
    answer = client.get(ADDRESS)

    assert answer.status_code == 302
    assert answer["Location"] == f"/admin/login/?next={ADDRESS}"


@pytest.mark.parametrize(
    ("groups", "staff", "superuser", "status"),
    [
        (["Editor"], True, False, 403),
        (["Reviewer"], True, False, 403),
        (["Administrator"], True, False, 200),
        (["Administrator"], False, False, 403),
        ([], False, False, 403),
        ([], True, True, 200),
    ],
)
def test_the_status_page_needs_staff_with_the_permission(
    client: Client, groups: list[str], staff: bool, superuser: bool, status: int
) -> None:
    account = make_account("someone", *groups)
    account.is_staff, account.is_superuser = staff, superuser
    account.save()
    client.force_login(account)

    assert client.get(ADDRESS).status_code == status
    assert client.post(ADDRESS).status_code == 405


def test_the_status_page_needs_the_second_factor(
    client: Client, operator: User, settings: LazySettings
) -> None:
    settings.STAFF_TWO_FACTOR = True

    assert client.get(ADDRESS)["Location"] == "/admin/two-factor/"


@pytest.mark.parametrize(("group", "linked"), [("Administrator", True), ("Editor", False)])
def test_the_start_page_links_to_the_status_page_for_permitted_accounts(
    client: Client, group: str, linked: bool
) -> None:
    client.force_login(make_account("someone", group))

    assert (f'href="{ADDRESS}"' in client.get("/admin/").text) is linked


def test_states_have_words_and_marks(client: Client, operator: User) -> None:
    make_episode("Not scored yet")

    html = client.get(ADDRESS).text

    assert '<span aria-hidden="true">✓</span> ok</p>' in html
    assert '<span aria-hidden="true">!</span> attention</p>' in html
    assert "no-store" in client.get(ADDRESS)["Cache-Control"]


def test_a_site_without_redis_is_reported(settings: LazySettings) -> None:
    settings.REDIS_URL = ""
    found = lines()

    assert found["Database"][0] == "ok"
    assert connection.display_name in found["Database"][1]
    assert found["Migrations"] == ("ok", "All applied.")
    assert found["Cache"][0] == "ok"
    for title in ("Broker", "Queues", "Workers"):
        assert found[title] == ("note", "Not configured: tasks run inside the web process.")
    assert f"Counterpoint {VERSION} " in found["Software"][1]


def test_an_unreachable_redis_is_failed_and_the_rest_is_shown(
    client: Client, operator: User, redis_is_away: str
) -> None:
    answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert "4 failed" in answer.text
    for title in ("Cache", "Broker", "Queues", "Workers"):
        state = strip_tags(answer.text.split(f"<h3>{title}</h3>")[1].split("</p>")[0])
        assert state.split() == ["✕", "failed"]
    assert re.search(r"does not respond \((ConnectionError|TimeoutError)\)", answer.text)
    assert "All applied." in answer.text
    assert "OK: no band has" in answer.text


def test_a_password_in_the_address_of_the_broker_is_not_shown(
    client: Client, operator: User, redis_is_away: str, settings: LazySettings
) -> None:
    settings.REDIS_URL = redis_is_away.replace("redis://", "redis://user:hush@")

    assert "hush" not in client.get(ADDRESS).text


def test_the_worker_check_fails_without_a_heartbeat(settings: LazySettings) -> None:
    settings.REDIS_URL = "redis://example.invalid/0"
    with (
        patch("library.pages.status.servers.broker_fault", lambda: ""),
        patch("library.pages.status.servers.queue_depth", lambda _: 1),
        patch("library.pages.status.servers.responding_workers", lambda: ["celery@one"]),
    ):
        assert lines()["Workers"] == (
            "failed",
            "1 running: celery@one. No heartbeat yet. Is beat running?",
        )
        cache.set(KEY, timezone.now().timestamp() - MAX_AGE - 60)
        assert lines()["Workers"] == (
            "failed",
            "1 running: celery@one. Last heartbeat 210 s ago. "
            f"Are beat and a worker for “{settings.CELERY_TASK_DEFAULT_QUEUE}” running?",
        )
        note_pulse()
        assert lines()["Workers"] == ("ok", "1 running: celery@one. Last heartbeat 0 s ago.")
        names = (settings.CELERY_TASK_DEFAULT_QUEUE, settings.SCORING_QUEUE)
        told = ", ".join(f"1 task in “{name}”" for name in names)
        assert lines()["Queues"] == ("ok", f"{told}.")


def test_a_check_that_raises_is_shown_as_failed_and_others_run(
    client: Client, operator: User
) -> None:
    with (
        patch("library.pages.status.servers.missing_triggers", side_effect=LookupError),
        patch("library.pages.status.holdings.default_scorer", side_effect=KeyError),
    ):
        answer = client.get(ADDRESS)

    assert answer.status_code == 200
    assert "3 failed" in answer.text
    assert "Check failed: LookupError." in answer.text
    assert answer.text.count("Check failed: KeyError.") == 2


def test_missing_triggers_and_migrations_are_failures() -> None:
    with (
        patch("library.pages.status.servers.missing_triggers", lambda _: ["library_show"]),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM django_migrations WHERE app = 'scoring'")
        found = lines()

    assert found["Triggers"][0] == found["Migrations"][0] == "failed"
    assert "Missing on library_show" in found["Triggers"][1]
    assert "scoring.0001_initial" in found["Migrations"][1]


def test_jobs_are_counted_and_failures_expire_after_a_week(client: Client, operator: User) -> None:
    start_job(Job.Kind.SCORE, "Some", [NewItem(name, name) for name in "abcd"])
    first, second, third, _ = JobItem.objects.order_by("pk")
    for item, days in ((first, 1), (second, 8)):
        moment = timezone.now() - timedelta(days=days)
        JobItem.objects.filter(pk=item.pk).update(state="failed", finished_at=moment)
    JobItem.objects.filter(pk=third.pk).update(
        state="running", holder="me", leased_until=timezone.now()
    )

    assert lines()["Jobs"] == ("attention", "1 waiting, 1 running, 1 failed in the last 7 days.")
    assert "/admin/library/job/?failed=yes" in client.get(ADDRESS).text
    JobItem.objects.filter(pk=first.pk).update(state="done")
    assert lines()["Jobs"] == ("ok", "1 waiting, 1 running, 0 failed in the last 7 days.")


def test_the_page_shows_latest_work_and_remaining_work() -> None:
    found = lines()
    assert found["Last import"][1] == "No transcripts yet."
    assert found["Last assessment"][1] == "No assessments yet."
    assert found["Unpublished episodes"] == ("note", "0.")

    make_assessed("The first")
    scored = make_assessed("The second", publish=False)
    make_episode("The third")
    make_draft()
    Transcript.objects.filter(episode__title="The third").update(
        stored_at=timezone.now() - timedelta(days=3)
    )

    found = lines()
    assert found["Last import"][1] == "0\xa0minutes ago: The second"
    assert scored.scorer_version in found["Last assessment"][1]
    assert found["Last assessment"][1].endswith(": The second")
    assert found["Unpublished episodes"][1] == "2: 1 draft, 1 scored."
    assert found["Unscored episodes"] == ("attention", "1 with a transcript but no score.")


def test_transcripts_scored_only_by_an_earlier_version_are_counted() -> None:
    for title in ("One", "Two", "Three"):
        make_assessed(title)
    make_episode("Never read")
    assert lines()["Scored by earlier versions"] == ("ok", "None of the current transcripts.")
    mine = Assessment.objects.first()
    assert mine is not None
    older = Assessment.objects.filter(episode__title__in=["One", "Two"])
    older.update(scorer_version="0.9")

    found = lines()

    assert found["Scored by earlier versions"][0] == "attention"
    assert found["Scored by earlier versions"][1].startswith("2 current transcripts")
    assert found["Scorer"][1].endswith(
        f"In use: {mine.scorer} 0.9 (2), {mine.scorer} {mine.scorer_version} (1)."
    )


def test_a_library_in_one_band_is_reported() -> None:
    for number in range(3):
        make_assessed(f"Dark {number}", sentences=[DARK] * 1200)
    assert Assessment.objects.count() == 3

    state, text = lines()["Bands"]

    assert state == "attention"
    assert "risk-forward" in text


@pytest.mark.parametrize(
    ("free", "state"), [(2**30 - 1, "attention"), (2**30, "ok"), (2**40, "ok")]
)
def test_a_nearly_full_disk_needs_attention(
    free: int, state: str, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA = replace(settings.DATA, folder=tmp_path / "not" / "made" / "yet")
    usage = SimpleNamespace(total=2**41, used=2**41 - free, free=free)

    with patch.object(shutil, "disk_usage", lambda _: usage):
        assert lines()["Disk for dumps"][0] == state


def test_the_last_backup_is_shown_if_known(settings: LazySettings, tmp_path: Path) -> None:
    def told() -> tuple[str, str]:
        return lines()["Last backup"]

    settings.DATA = replace(settings.DATA, backups=None)
    assert told() == ("attention", "Unknown: BACKUP_DIR is not set.")
    settings.DATA = replace(settings.DATA, backups=tmp_path / "none")
    assert told()[0] == "failed"
    settings.DATA = replace(settings.DATA, backups=tmp_path)
    assert told() == ("failed", f"No backups in {tmp_path}.")

    for name, days in (("old.dump", 30), ("new.dump", 9), (".hidden", 0)):
        (tmp_path / name).write_bytes(b"x" * 2048)
        moment = timezone.now().timestamp() - days * 86_400 - 60
        os.utime(tmp_path / name, (moment, moment))
    state, text = told()
    assert state == "attention"
    assert text == "1\xa0week ago: new.dump, 2.0\xa0KB."
    os.utime(tmp_path / "new.dump")
    assert told()[0] == "ok"


@pytest.mark.parametrize("count", [1, 20])
def test_the_status_page_costs_the_same_for_any_library(
    client: Client, operator: User, count: int
) -> None:
    episode = make_assessed().episode
    Episode.objects.bulk_create(
        Episode(slug=f"e-{number}", title=f"E {number}", show=episode.show, status="published")
        for number in range(count)
    )
    client.get(ADDRESS)

    # PostgreSQL is asked for the rights of the site's role.
    with queries(22 if connection.vendor == "postgresql" else 21):
        client.get(ADDRESS)
