"""Webhooks to a real server: events, signatures and failures."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import F
from django.test import Client
from django.utils import timezone

from library.models import Delivery, Episode, Webhook
from library.services.episodes import publish_episode
from library.services.webhooks import (
    RETRY_DELAYS,
    SEND_TIMEOUT,
    delete_old_deliveries,
    deliver,
    due_deliveries,
    queue_test,
    resend,
)
from library.tasks import clean_up
from scoring.curation.workflow import publish, submit
from scoring.services.assessing import assess_transcript
from tests.library.server import Server, serve
from tests.make import make_account, make_assessed, make_episode, make_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    settings.FETCH_ALLOW_PRIVATE = True
    with serve() as running:
        running.pages["/hook"] = (204, {}, b"")
        yield running


@pytest.fixture
def hook(server: Server) -> Webhook:
    return Webhook.objects.create(url=f"{server.url}/hook")


def only() -> Delivery:
    return Delivery.objects.get()


def test_publishing_queues_a_webhook_with_the_leading_assessment(hook: Webhook) -> None:
    episode = make_ready()
    submit(episode, by=make_account("edna", "Editor"))
    publish(episode, by=make_account("rita", "Reviewer"))

    said = json.loads(only().body)

    assert said["type"] == "episode.published"
    assert said["data"]["slug"] == episode.slug
    assert said["data"]["path"] == f"/episodes/{episode.slug}/"
    assert said["data"]["position"] == episode.assessments.get(leads=True).position


def test_rescoring_a_published_episode_queues_one_webhook(hook: Webhook) -> None:
    episode = make_episode()
    Delivery.objects.all().delete()

    for _ in range(2):
        assess_transcript(episode.transcripts.get())

    assert only().event == "episode.rescored"


def test_drafts_queue_no_webhook(hook: Webhook) -> None:
    make_assessed(publish=False)

    assert not Delivery.objects.exists()


def test_only_subscribed_events_of_active_webhooks_are_queued(server: Server) -> None:
    Webhook.objects.create(url=f"{server.url}/a", on_publish=False)
    Webhook.objects.create(url=f"{server.url}/b", active=False)
    Webhook.objects.create(url=f"{server.url}/c", on_rescore=False)

    make_assessed()

    told = Delivery.objects.values_list("event", "webhook__url")
    assert sorted(told) == [
        ("episode.published", f"{server.url}/c"),
        ("episode.rescored", f"{server.url}/a"),
    ]


def test_a_rolled_back_publication_queues_no_webhook(hook: Webhook) -> None:
    episode = make_episode(publish=False)

    with transaction.atomic():
        publish_episode(episode, reason="to be undone")
        transaction.set_rollback(True)

    assert not Delivery.objects.exists()


def test_a_message_is_signed_over_its_id_time_and_body(server: Server, hook: Webhook) -> None:
    queue_test(hook)

    assert deliver(only().pk)

    [(path, headers, body)] = server.posted
    key = base64.b64decode(hook.secret.removeprefix("whsec_"))
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    digest = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert path == "/hook"
    assert headers["webhook-signature"] == f"v1,{digest}"
    assert headers["content-type"] == "application/json"
    assert body.decode() == only().body
    assert (only().state, only().answer, only().attempts) == ("delivered", "responded with 204", 1)


def test_a_successful_delivery_is_not_sent_again(server: Server, hook: Webhook) -> None:
    queue_test(hook)

    assert [deliver(only().pk) for _ in range(3)] == [True, False, False]
    assert len(server.posted) == 1
    assert due_deliveries() == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/gone", "responded with 404"),
        ("/broken", "responded with 500"),
        ("/moved", "responded with 302"),
        ("/hang-up", "disconnected"),
    ],
)
def test_a_failed_delivery_stores_its_error_and_is_retried_later(
    server: Server, path: str, told: str
) -> None:
    server.pages |= {"/broken": (500, {}, b""), "/moved": (302, {"Location": "/hook"}, b"")}
    queue_test(Webhook.objects.create(url=server.url + path))
    now = timezone.now()

    assert not deliver(only().pk, at=now)

    assert told in only().answer
    assert (only().state, only().due_at) == ("waiting", now + RETRY_DELAYS[0])
    assert due_deliveries() == []
    assert not deliver(only().pk)
    assert len(server.posted) == 1


def test_a_delivery_fails_after_the_last_retry_and_can_be_resent(
    server: Server, hook: Webhook, client: Client
) -> None:
    server.pages["/hook"] = (503, {}, b"")
    queue_test(hook)
    now = timezone.now()
    for wait in [*RETRY_DELAYS, timedelta()]:
        deliver(only().pk, at=now)
        now += wait

    assert (only().state, only().attempts) == ("failed", len(RETRY_DELAYS) + 1)
    assert len({headers["webhook-id"] for _, headers, _ in server.posted}) == 1

    server.pages["/hook"] = (200, {}, b"")
    client.force_login(make_account("ada", "Administrator"))
    client.post(
        "/admin/library/delivery/", {"action": "again", "_selected_action": [str(only().pk)]}
    )
    assert deliver(only().pk)


def test_a_delivery_of_a_killed_worker_is_sent_after_the_timeout(
    server: Server, hook: Webhook
) -> None:
    queue_test(hook)
    now = timezone.now()
    Delivery.objects.update(due_at=now + SEND_TIMEOUT, attempts=1)  # as a killed worker leaves it

    assert due_deliveries(at=now) == []
    assert due_deliveries(at=now + SEND_TIMEOUT) == [only().pk]
    assert deliver(only().pk, at=now + SEND_TIMEOUT)
    assert len(server.posted) == 1


def test_webhooks_are_not_sent_to_private_addresses(
    server: Server, hook: Webhook, settings: Any
) -> None:
    settings.FETCH_ALLOW_PRIVATE = False
    queue_test(hook)

    assert not deliver(only().pk)
    assert "private addresses" in only().answer
    assert server.posted == []


@pytest.mark.django_db(transaction=True)
def test_concurrent_workers_send_a_delivery_once(server: Server, hook: Webhook) -> None:
    queue_test(hook)
    pk = only().pk

    def work() -> None:
        deliver(pk)
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(server.posted) == 1


def test_the_command_sends_due_deliveries(server: Server, hook: Webhook) -> None:
    make_assessed()
    said = StringIO()

    call_command("deliver_webhooks", stdout=said)

    assert said.getvalue() == "2 of 2 deliveries sent.\n"


@pytest.mark.django_db(transaction=True)
def test_publishing_sends_the_webhook_after_the_commit(
    server: Server, hook: Webhook, client: Client
) -> None:
    episode = make_ready()
    submit(episode, by=make_account("edna", "Editor"))
    client.force_login(make_account("rita", "Reviewer"))

    client.post(f"/admin/library/episode/{episode.pk}/workflow/", {"step": "publish"})

    assert Episode.objects.get().status == "published"
    assert json.loads(server.posted[0][2])["type"] == "episode.published"


def test_the_secret_is_shown_once_and_the_log_cannot_be_changed(
    server: Server, client: Client
) -> None:
    client.force_login(make_account("ada", "Administrator"))

    made = client.post(
        "/admin/library/webhook/add/", {"url": f"{server.url}/hook", "active": "on"}, follow=True
    )

    hook = Webhook.objects.get()
    assert hook.secret in made.text.replace("&#x3D;", "=")
    page = client.get(f"/admin/library/webhook/{hook.pk}/change/")
    assert hook.secret not in page.text
    client.post("/admin/library/webhook/", {"action": "test", "_selected_action": [hook.pk]})
    log = client.get(f"/admin/library/delivery/{only().pk}/change/")
    assert log.status_code == 200
    assert 'name="_save"' not in log.text


@pytest.mark.parametrize("group", ["Editor", "Reviewer"])
def test_only_administrators_can_view_webhooks(client: Client, group: str) -> None:
    client.force_login(make_account("edna", group))

    assert client.get("/admin/library/webhook/").status_code == 403
    assert client.get("/admin/library/delivery/").status_code == 403


class Meanwhile(dict[str, Any]):
    """Pages of a server that runs a function before each response."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.happens = happens

    def get(self, *_: Any) -> Any:
        self.happens()
        connection.close()
        return (204, {}, b"")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("sent_again", [False, True])
def test_a_late_result_does_not_overwrite_a_newer_attempt(
    server: Server, hook: Webhook, sent_again: bool
) -> None:
    queue_test(hook)
    later = timezone.now() + 2 * SEND_TIMEOUT

    def another_worker_begins() -> None:
        if sent_again:
            resend([only()])
        Delivery.objects.update(due_at=later, attempts=F("attempts") + 1)

    server.pages = Meanwhile(another_worker_begins)

    deliver(only().pk)

    assert (only().state, only().due_at, only().answer) == ("waiting", later, "")


def test_old_deliveries_are_deleted_unless_still_due(hook: Webhook, settings: Any) -> None:
    settings.DELIVERY_RETENTION_DAYS = 10
    now = timezone.now()
    silent = Webhook.objects.create(url="https://example.org/", active=False)
    for state, webhook in (
        ("delivered", hook), ("failed", hook), ("waiting", hook), ("waiting", silent)
    ):  # fmt: skip
        finished = None if state == "waiting" else now
        Delivery.objects.create(
            webhook=webhook, event="test", body="{}", due_at=now, state=state, finished_at=finished
        )

    assert clean_up()["deliveries"] == 0
    assert delete_old_deliveries(at=now + timedelta(days=11)) == 3
    assert (only().state, only().webhook) == ("waiting", hook)
