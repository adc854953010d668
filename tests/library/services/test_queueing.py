"""Writes while the broker is down or does not reply: they succeed quickly, and work is queued."""

import socket
import time
from collections.abc import Iterator

import pytest
from celery import current_app
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from library.models import Delivery, JobItem, Transcript, Webhook
from library.services.queueing import Call, send
from scoring.curation.workflow import submit
from scoring.tasks import do_job_item
from tests.library.api.writing.ask import VTT, program
from tests.make import make_account, make_draft, make_episode, make_ready
from tests.ports import free_port

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = 3.0
"""Seconds after which sending must give up; it takes one second on an idle machine."""


@pytest.fixture(params=["closed", "deaf"])
def broker_down(
    request: pytest.FixtureRequest, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Configure a broker at a closed port, or at one that never replies."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1] if request.param == "deaf" else free_port()
        # Before Django's settings, which Celery's read: else they would be restored to False.
        monkeypatch.setitem(current_app.conf, "task_always_eager", False)
        monkeypatch.setitem(current_app.conf, "broker_url", f"redis://127.0.0.1:{port}/0")
        settings.CELERY_TASK_ALWAYS_EAGER = False
        settings.REDIS_URL = f"redis://127.0.0.1:{port}/0"
        yield


def only_item() -> JobItem:
    return JobItem.objects.get()


def test_sending_times_out_and_reports_the_unsent_calls(broker_down: None) -> None:
    unsent: list[Call] = []
    started = time.monotonic()

    assert send(do_job_item, [(1,), (2,)], unsent=unsent.extend) == 0

    assert time.monotonic() - started < SECONDS
    assert unsent == [(1,), (2,)]


def test_scoring_by_the_api_succeeds_and_waits_for_the_sweep(broker_down: None) -> None:
    make_episode(publish=False)

    answer = program("Editor").ask("post", "/drafts/a-plain-talk/scoring/")

    assert answer.status_code == 202
    assert (only_item().state, only_item().queued_at) == ("waiting", None)


def test_an_upload_by_the_api_succeeds_without_a_broker(broker_down: None) -> None:
    make_draft()

    answer = program("Editor").ask(
        "post", "/drafts/a-bare-draft/transcript/?kind=publisher", VTT, kind="text/vtt"
    )

    assert answer.status_code == 201
    assert (only_item().state, only_item().queued_at) == ("waiting", None)


def test_an_upload_in_the_admin_succeeds_without_a_broker(
    client: Client, broker_down: None
) -> None:
    client.force_login(make_account("edna", "Editor"))
    form = {"episode": make_draft().pk, "kind": "publisher"}
    add = "/admin/library/transcript/add/"
    preview = client.post(add, {**form, "file": SimpleUploadedFile("talk.vtt", VTT)}).text
    checksum = preview.split('name="checksum" value="')[1].split('"')[0]
    agreed = {"text": VTT.decode(), "source_name": "talk.vtt", "checksum": checksum, "store": "1"}

    stored = client.post(add, {**form, **agreed})

    assert stored.status_code == 302, stored.text
    assert Transcript.objects.get().cue_count == 39
    assert only_item().state == "waiting"


def test_a_cue_correction_in_the_admin_succeeds_without_a_broker(
    client: Client, broker_down: None
) -> None:
    client.force_login(make_account("edna", "Editor"))
    talk = make_episode(publish=False).transcripts.get()

    answer = client.post(
        f"/admin/library/transcript/{talk.pk}/cues/", {"text-7": "Corrected.", "speaker-7": "Ann"}
    )

    assert answer.status_code == 302
    assert Transcript.objects.count() == 2
    assert only_item().state == "waiting"


def test_publishing_succeeds_without_a_broker_and_its_webhook_waits(
    client: Client, broker_down: None
) -> None:
    Webhook.objects.create(url="https://example.invalid/hook")
    episode = make_ready()
    submit(episode, by=make_account("edna", "Editor"))
    client.force_login(make_account("rita", "Reviewer"))

    answer = client.post(f"/admin/library/episode/{episode.pk}/workflow/", {"step": "publish"})

    assert answer.status_code == 302
    assert Delivery.objects.get(event="episode.published").state == "waiting"


def test_rescoring_in_the_admin_succeeds_without_a_broker(
    client: Client, broker_down: None
) -> None:
    make_episode()
    client.force_login(make_account("ada", "Administrator"))

    assert client.post("/admin/library/job/rescore/").status_code == 302
    assert only_item().queued_at is None
