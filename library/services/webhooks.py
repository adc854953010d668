"""Queue webhook deliveries and send them with retries.

A delivery is stored in the transaction of its event. A worker claims it with a conditional update,
so only one worker sends it. If that worker dies, the delivery is sent again with the same ID.
"""

import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from library.http.safe_client import FetchError, post
from library.http.webhook_signature import make_secret, sign
from library.models import Delivery, Episode, Webhook

RETRY_DELAYS = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440))
"""Delays between attempts. The delivery fails if the attempt after the last delay fails."""
SEND_TIMEOUT = timedelta(minutes=2)
"""Time after which an attempt is considered lost; no attempt can take this long."""
MAX_BATCH = 200
EVENT_FIELDS = {
    Delivery.Event.PUBLISHED: "on_publish",
    Delivery.Event.RESCORED: "on_rescore",
    Delivery.Event.UPDATED: "on_update",
    Delivery.Event.WITHDRAWN: "on_withdraw",
}
LEAD_FIELDS = ("position", "band", "lens", "confidence")

State = Delivery.State


@dataclass(frozen=True, slots=True)
class LeadSummary:
    """The leading assessment, as included in messages."""

    position: float | None
    """None if the conversation has no position; the band is then empty."""
    band: str
    lens: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Message:
    """An event for an episode; if `episode` is None, only the slug and URLs are sent."""

    event: Delivery.Event
    slug: str
    episode: Episode | None = None
    lead: LeadSummary | None = None


def queue_event(event: Delivery.Event, episode: Episode, lead: LeadSummary | None) -> int:
    """Store a delivery for every active webhook subscribed to `event`; return their number.

    Must be called in the transaction of the event.
    """
    return queue_messages([Message(event, episode.slug, episode, lead)])


def queue_messages(messages: Sequence[Message]) -> int:
    """Store a delivery of each message for every active webhook subscribed to its event.

    Returns the number of deliveries.
    """
    webhooks = list(Webhook.objects.filter(active=True))
    return _store(
        (webhook, message.event, _event_data(message))
        for message in messages
        for webhook in webhooks
        if getattr(webhook, EVENT_FIELDS[message.event])
    )


def queue_test(webhook: Webhook) -> None:
    """Store a test delivery without episode data."""
    _store([(webhook, Delivery.Event.TEST, {})])


def due_deliveries(*, at: datetime | None = None) -> list[uuid.UUID]:
    """Return the IDs of up to MAX_BATCH due deliveries, oldest first."""
    waiting = Delivery.objects.filter(state=State.WAITING, due_at__lte=at or timezone.now())
    due = waiting.filter(webhook__active=True).order_by("due_at")
    return list(due.values_list("pk", flat=True)[:MAX_BATCH])


def deliver(delivery_id: uuid.UUID, *, at: datetime | None = None) -> bool:
    """Attempt a due delivery unless another worker has claimed it; return whether it succeeded."""
    now = at or timezone.now()
    due = Delivery.objects.filter(pk=delivery_id, state=State.WAITING, due_at__lte=now)
    if not due.update(due_at=now + SEND_TIMEOUT, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if delivery is None:
        return False
    delivered, result = _send(delivery, now)
    _settle(delivery, delivered, result, now)
    return delivered


def resend(deliveries: Iterable[Delivery]) -> int:
    """Queue deliveries again with the same IDs; return their number."""
    ids = [delivery.pk for delivery in deliveries]
    return Delivery.objects.filter(pk__in=ids).update(
        state=State.WAITING, attempts=0, due_at=timezone.now(), finished_at=None
    )


def delete_old_deliveries(*, at: datetime | None = None) -> int:
    """Delete deliveries that ended more than DELIVERY_RETENTION_DAYS ago.

    Old waiting deliveries of inactive webhooks are also deleted. Returns the number deleted.
    """
    oldest = (at or timezone.now()) - timedelta(days=settings.DELIVERY_RETENTION_DAYS)
    ended = Q(finished_at__lt=oldest) & ~Q(state=State.WAITING)
    stuck = Q(created_at__lt=oldest, state=State.WAITING, webhook__active=False)
    return Delivery.objects.filter(ended | stuck).delete()[0]


def rotate_secret(webhook: Webhook) -> str:
    """Replace the webhook's secret and return the new one, which is used for all later attempts."""
    webhook.secret = make_secret()
    webhook.save(update_fields=["secret"])
    return webhook.secret


@transaction.atomic
def _store(messages: Iterable[tuple[Webhook, Delivery.Event, dict[str, object]]]) -> int:
    now = timezone.now()
    deliveries = [
        Delivery(webhook=webhook, event=event, body=_body(event, data, now), due_at=now)
        for webhook, event, data in messages
    ]
    return len(Delivery.objects.bulk_create(deliveries))


def _body(event: Delivery.Event, data: dict[str, object], now: datetime) -> str:
    message = {"type": event.value, "timestamp": now.isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False)


def _event_data(message: Message) -> dict[str, object]:
    path = reverse("library:episode", args=[message.slug])
    address, episode, lead = settings.DATA.address, message.episode, message.lead
    addresses = {
        "path": path,
        "url": f"{address}{path}" if address else None,
        "api_url": f"{address}{reverse('api:episode', args=[message.slug])}" if address else None,
    }
    if episode is None:
        return {"slug": message.slug, **addresses}
    return {
        "slug": episode.slug,
        "title": episode.title,
        "show": episode.show.slug,
        **addresses,
        "position": lead.position if lead else None,
        "placed": lead is not None and lead.position is not None,
        "band": (lead.band or None) if lead else None,
        "lens": lead.lens if lead else None,
        "confidence": lead.confidence if lead else None,
    }


def _send(delivery: Delivery, now: datetime) -> tuple[bool, str]:
    """Send the delivery; return whether it was accepted, and a short result."""
    body = delivery.body.encode()
    timestamp = int(now.timestamp())
    webhook, message_id = delivery.webhook, str(delivery.pk)
    signature = sign(webhook.secret, message_id=message_id, timestamp=timestamp, body=body)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": signature,
    }
    try:
        status = post(webhook.url, body=body, headers=headers)
    except FetchError as error:
        return False, str(error)[:500]
    return 200 <= status < 300, f"responded with {status}"


def _settle(delivery: Delivery, delivered: bool, result: str, now: datetime) -> None:
    """Store the result of an attempt, unless a newer attempt has started."""
    # Comparing `attempts` is not enough, because resend() resets it.
    attempt = Delivery.objects.filter(
        pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts, due_at=delivery.due_at
    )
    if delivered:
        attempt.update(state=State.DELIVERED, finished_at=timezone.now(), answer=result)
    elif delivery.attempts > len(RETRY_DELAYS):
        attempt.update(state=State.FAILED, finished_at=timezone.now(), answer=result)
    else:
        attempt.update(due_at=now + RETRY_DELAYS[delivery.attempts - 1], answer=result)
