"""Writes of webhooks: noting what has happened, and sending it until it has arrived.

What is to be told is stored in the transaction of what it tells of: neither exists without the
other. Sending is another transaction: a delivery is taken by a conditional update of its row, so
no two workers send it at once, and one that was lost with its worker is sent again under the
same id.
"""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from library.http.safe_client import FetchError, post
from library.http.webhook_signature import make_secret, sign
from library.models import Delivery, Episode, Webhook

WAITS = tuple(timedelta(minutes=n) for n in (1, 5, 30, 120, 480, 1440))
"""Between one attempt and the next; after the last of them a delivery has failed."""
HELD = timedelta(minutes=2)
"""How long a sender may take: longer than any step of a connection may last."""
MOST_AT_ONCE = 200
SUBSCRIBED = {Delivery.Event.PUBLISHED: "on_publish", Delivery.Event.RESCORED: "on_rescore"}

State = Delivery.State


@dataclass(frozen=True, slots=True)
class Lead:
    """What a message says of the assessment that leads."""

    position: float | None
    """None of a conversation that is not placed; its band is then empty."""
    band: str
    lens: str
    confidence: str


def note_event(event: Delivery.Event, episode: Episode, lead: Lead | None) -> int:
    """Store a delivery to every active webhook that asked for `event`; return how many.

    To be called in the transaction that makes the event true.
    """
    asked = Webhook.objects.filter(active=True, **{SUBSCRIBED[event]: True})
    return _store(asked, event, _about(episode, lead))


def note_test(webhook: Webhook) -> None:
    """Store a delivery that tells nothing, to see whether it arrives."""
    _store([webhook], Delivery.Event.TEST, {})


def due_deliveries(*, at: datetime | None = None) -> list[uuid.UUID]:
    """Return what may be sent now, oldest first, `MOST_AT_ONCE` at the most."""
    waiting = Delivery.objects.filter(state=State.WAITING, due_at__lte=at or timezone.now())
    found = waiting.filter(webhook__active=True).order_by("due_at")
    return list(found.values_list("pk", flat=True)[:MOST_AT_ONCE])


def deliver(delivery_id: uuid.UUID, *, at: datetime | None = None) -> bool:
    """Send a delivery once, if it is due and nobody else does; return whether it arrived."""
    now = at or timezone.now()
    taken = Delivery.objects.filter(pk=delivery_id, state=State.WAITING, due_at__lte=now)
    if not taken.update(due_at=now + HELD, attempts=F("attempts") + 1):
        return False
    delivery = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if delivery is None:
        return False
    arrived, answer = _send(delivery, now)
    _settle(delivery, arrived, answer, now)
    return arrived


def send_again(deliveries: Iterable[Delivery]) -> int:
    """Let deliveries be sent anew, under their ids; return how many."""
    chosen = [delivery.pk for delivery in deliveries]
    return Delivery.objects.filter(pk__in=chosen).update(
        state=State.WAITING, attempts=0, due_at=timezone.now(), finished_at=None
    )


def delete_old_deliveries(*, at: datetime | None = None) -> int:
    """Delete deliveries that ended more than DELIVERY_RETENTION_DAYS ago; return how many.

    Deliveries of that age that still wait, because their webhook is switched off, go too.
    """
    oldest = (at or timezone.now()) - timedelta(days=settings.DELIVERY_RETENTION_DAYS)
    ended = Q(finished_at__lt=oldest) & ~Q(state=State.WAITING)
    stuck = Q(created_at__lt=oldest, state=State.WAITING, webhook__active=False)
    return Delivery.objects.filter(ended | stuck).delete()[0]


def renew_secret(webhook: Webhook) -> str:
    """Give a webhook another secret and return it; what waits is signed with that too."""
    webhook.secret = make_secret()
    webhook.save(update_fields=["secret"])
    return webhook.secret


@transaction.atomic
def _store(webhooks: Iterable[Webhook], event: Delivery.Event, data: dict[str, object]) -> int:
    now = timezone.now()
    said = {"type": event.value, "timestamp": now.isoformat(), "data": data}
    body = json.dumps(said, ensure_ascii=False)
    noted = [Delivery(webhook=one, event=event, body=body, due_at=now) for one in webhooks]
    return len(Delivery.objects.bulk_create(noted))


def _about(episode: Episode, lead: Lead | None) -> dict[str, object]:
    """Return what a message says of an episode: addresses are paths on this site."""
    return {
        "slug": episode.slug,
        "title": episode.title,
        "show": episode.show.slug,
        "path": episode.get_absolute_url(),
        "position": lead.position if lead else None,
        "placed": lead is not None and lead.position is not None,
        "band": (lead.band or None) if lead else None,
        "lens": lead.lens if lead else None,
        "confidence": lead.confidence if lead else None,
    }


def _send(delivery: Delivery, now: datetime) -> tuple[bool, str]:
    """Send and return whether it arrived, and what was answered in a few words."""
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
    return 200 <= status < 300, f"answered {status}"


def _settle(delivery: Delivery, arrived: bool, answer: str, now: datetime) -> None:
    """Note how an attempt ended, unless another has begun meanwhile."""
    # Attempts alone do not tell: they begin at 1 again when an editor sends a delivery again.
    held = Delivery.objects.filter(
        pk=delivery.pk, state=State.WAITING, attempts=delivery.attempts, due_at=delivery.due_at
    )
    if arrived:
        held.update(state=State.DELIVERED, finished_at=timezone.now(), answer=answer)
    elif delivery.attempts > len(WAITS):
        held.update(state=State.FAILED, finished_at=timezone.now(), answer=answer)
    else:
        held.update(due_at=now + WAITS[delivery.attempts - 1], answer=answer)
