"""The permission matrix: every request of it, as every group; and nothing is missing from it."""

from typing import Any

import pytest
from django.contrib import admin, messages
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import URLPattern, resolve
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from library.api.urls import urlpatterns as api_urls
from library.models import Delivery, Episode, Feed, Job, PendingChange, Webhook
from library.services.jobs import NewItem, start_job
from scoring.core.spectrum import band_of
from scoring.models import (
    Assessment,
    Challenge,
    MirrorOverride,
    Subject,
    SubjectOverride,
)
from tests.library.api.writing.ask import ASSESSMENT, VTT
from tests.make import create_token, make_account, make_assessed, make_placed, make_ready
from tests.security.permission_matrix import ALL, DOCUMENT, ROWS, Row, rewritten

pytestmark = pytest.mark.django_db
REFUSALS = (
    "You do not have permission", "A Reviewer must accept", "No action selected",
    "Perhaps it was deleted",
)  # fmt: skip
"""What messages of redirects say; the last one is shown for rows that the account cannot see."""
WRITES = {"post", "put", "patch", "delete"}


def make_world(actor: User) -> dict[str, Any]:
    """Return the keys of one row of each model, by its name in addresses."""
    episode, placed = make_ready(), make_placed("Placed", -40)
    doubtful = make_assessed("Doubtful", publish=False).episode
    scored = episode.assessments.get()
    draft = Assessment.objects.create(
        episode=episode, kind="editorial", status="draft", assessor="Eve", position=50,
        band=band_of(50), lens="technical", confidence="low", evidence_mode="interview",
    )  # fmt: skip
    subject = Subject.objects.create(name="Tests", slug="tests", lens="technical", phrases="tests")
    other = make_account("other", "Editor")
    webhook = Webhook.objects.create(url="https://example.org/hook")
    rows = {
        "episode": episode,
        "show": episode.show,
        "shelf": episode.shelf,
        "guest": episode.guests.get(),
        "tag": episode.tags.get(),
        "transcript": doubtful.transcripts.get(),
        "segment": episode.transcripts.get().segments.first(),
        "feed": Feed.objects.create(show=episode.show, url="https://example.org/feed"),
        "job": start_job(Job.Kind.SCORE, "A job", [NewItem("1", "A talk")]),
        "assessment": draft,
        "pendingchange": PendingChange.objects.create(
            episode=episode, kind="fields", before={}, after={}
        ),
        "challenge": Challenge.objects.create(
            episode=episode, assessment=scored, kind="agree", shown=0.0
        ),
        "mirroroverride": MirrorOverride.objects.create(
            first=episode, second=placed, kind="pin", reason="A test"
        ),
        "subject": subject,
        "subjectoverride": SubjectOverride.objects.create(
            episode=episode, subject=subject, kind="add"
        ),
        "token": create_token(actor)[0],
        "others_token": create_token(other)[0],
        "webhook": webhook,
        "delivery": Delivery.objects.create(webhook=webhook, event="test", due_at=timezone.now()),
        "user": other,
        "superuser": User.objects.create_superuser("root", "root@example.org", "secret"),
        "group": Group.objects.get(name="Editor"),
        "totpdevice": TOTPDevice.objects.create(user=other, name="Phone"),
        "episode_type": ContentType.objects.get_for_model(Episode),
    }
    keys = {name: row.pk for name, row in rows.items()}
    for name in (
        "episode", "show", "shelf", "guest", "tag", "transcript", "pendingchange", "assessment",
        "challenge",
    ):  # fmt: skip
        keys[f"{name}_version"] = rows[name].history.first().pk
    return keys | {"slug": episode.slug}


def send(row: Row, actor: User | None, secret: str, keys: dict[str, Any]) -> Any:
    client = Client()
    address = row.address.format(**keys)
    if address.startswith("/api/"):
        return send_api(client, row, address, secret if actor else "")
    if actor is not None:
        client.force_login(actor)
    if row.status:
        Episode.objects.filter(pk=keys["episode"]).update(status=row.status)
    data = {name: value.format(**keys) for name, value in row.data.items()}
    return getattr(client, row.method)(address, data)


def send_api(client: Client, row: Row, address: str, secret: str) -> Any:
    headers = {"If-Match": "*"} | ({"authorization": f"Bearer {secret}"} if secret else {})
    named = {"WEBVTT": VTT, "ASSESSMENT": ASSESSMENT, "NOTHING": b""}
    body = named[row.data] if isinstance(row.data, str) else row.data
    kind = "text/vtt" if row.data == "WEBVTT" else "application/json"
    return getattr(client, row.method)(address, body, content_type=kind, headers=headers)


def is_allowed(response: Any) -> bool:
    """Return whether the request was granted; recognises every kind of rejection."""
    if response.status_code in (401, 403, 404):
        return False
    if response.headers.get("Location", "").startswith("/admin/login/"):
        return False
    assert response.status_code < 400, response.content
    # A list that ignores an action is shown again.
    if (
        response.context
        and "cl" in response.context
        and response.request["REQUEST_METHOD"] != "GET"
    ):
        return False
    said = [str(message) for message in messages.get_messages(response.wsgi_request)]
    return not any(refusal in text for text in said for refusal in REFUSALS)


@pytest.mark.parametrize("group", ["anonymous", "none", "Editor", "Reviewer", "Administrator"])
def test_every_request_works_for_its_groups_and_no_other(group: str) -> None:
    account = make_account("someone", group)
    secret = create_token(account)[1]
    keys = make_world(account)
    differing = []
    for row in ROWS:
        with transaction.atomic():
            response = send(row, None if group == "anonymous" else account, secret, keys)
            if is_allowed(response) != (group in row.groups):
                differing.append(f"{row.method} {row.address} {row.data}: {response.status_code}")
            transaction.set_rollback(True)

    assert differing == [], "\n".join(differing)


def test_a_superuser_can_make_every_request() -> None:
    root = User.objects.create_superuser("someone", "someone@example.org", "secret")
    keys = make_world(root)
    refused = []
    for row in [row for row in ROWS if row.groups & ALL]:
        with transaction.atomic():
            if not is_allowed(send(row, root, create_token(root)[1], keys)):
                refused.append(row.address)
            transaction.set_rollback(True)

    assert refused == []


def names_of(patterns: list[Any]) -> set[str]:
    names = set()
    for pattern in patterns:
        if isinstance(pattern, URLPattern):
            names |= {pattern.name} if pattern.name else set()
        else:
            names |= names_of(pattern.url_patterns)
    return names


def test_the_matrix_has_every_admin_url() -> None:
    keys = make_world(make_account("someone", "Editor"))
    covered = {resolve(row.address.format(**keys).split("?")[0]).url_name for row in ROWS}

    assert names_of(admin.site.get_urls()) - covered == set()


def test_the_matrix_has_every_admin_action() -> None:
    request = RequestFactory().get("/admin/")
    request.user = User.objects.create_superuser("root", "root@example.org", "secret")
    actions = {
        (f"/admin/{model._meta.app_label}/{model._meta.model_name}/", name)
        for model, model_admin in admin.site._registry.items()
        for name in model_admin.get_actions(request)
    }

    covered = {(row.address, row.data.get("action")) for row in ROWS if isinstance(row.data, dict)}
    assert actions - covered == set()


def test_the_matrix_has_every_api_write() -> None:
    writes = {
        (pattern.name, method)
        for pattern in api_urls
        for method in WRITES & set(pattern.callback.view_class.http_method_names)
        if hasattr(pattern.callback.view_class, method)
    }
    keys = {"slug": "any"}
    covered = {
        (resolve(row.address.format(**keys).split("?")[0]).url_name, row.method)
        for row in ROWS
        if row.subject == "API" and row.method in WRITES
    }

    assert writes == covered


def test_the_document_contains_the_current_matrix() -> None:
    text = DOCUMENT.read_text()
    assert rewritten(text) == text, "run `make permissions`"
