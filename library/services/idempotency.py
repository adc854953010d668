"""Requests with an Idempotency-Key are done once; whoever repeats one is given its answer.

A key is claimed in a transaction of its own, so that others see at once that the work has begun.
The answer is stored in the transaction of the work: neither exists without the other. A claim whose
holder died is free after `HELD`; should that holder live after all, it finds its claim lost and
its work is rolled back.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from library.models import KeptAnswer, Token

HELD = timedelta(seconds=120)
"""Longer than any request is let run."""


class KeyInUse(Exception):
    """The first request with this key is still being done."""


class KeyOfAnother(Exception):
    """The key came before, with another request."""


class ClaimLost(Exception):
    """Somebody else has taken over what took too long."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent again: status, headers of the view's own, and the body."""

    status: int
    headers: dict[str, str]
    body: str


def claim(token: Token, key: str, fingerprint: str) -> KeptAnswer | Answer:
    """Return the claim on a key that is free, or the answer that is kept for it.

    Raises KeyOfAnother where the request is not the one that the key came with, and KeyInUse
    while that one is being done.
    """
    forget_answers(token=token, key=key)
    now = timezone.now()
    try:
        with transaction.atomic():
            return KeptAnswer.objects.create(
                token=token, key=key, fingerprint=fingerprint, claimed_at=now
            )
    except IntegrityError:
        known = KeptAnswer.objects.filter(token=token, key=key).first()
    if known is None:
        # It was refused, and its key freed, at this very moment.
        raise KeyInUse
    if known.fingerprint != fingerprint:
        raise KeyOfAnother
    if known.status is not None:
        return Answer(known.status, known.headers, known.body)
    lost = KeptAnswer.objects.filter(pk=known.pk, status=None, claimed_at=known.claimed_at)
    if now - known.claimed_at < HELD or not lost.update(claimed_at=now):
        raise KeyInUse
    known.claimed_at = now
    return known


def keep(claimed: KeptAnswer, answer: Answer) -> None:
    """Store the answer; to be called in the transaction of the work. Raises ClaimLost."""
    held = KeptAnswer.objects.filter(pk=claimed.pk, status=None, claimed_at=claimed.claimed_at)
    if not held.update(status=answer.status, headers=answer.headers, body=answer.body):
        raise ClaimLost


def free(claimed: KeptAnswer) -> None:
    """Give the key back: nothing was done."""
    KeptAnswer.objects.filter(pk=claimed.pk, status=None, claimed_at=claimed.claimed_at).delete()


def forget_answers(**narrowed: object) -> int:
    """Delete answers that are older than `IDEMPOTENCY_HOURS`, all or those `narrowed`."""
    oldest = timezone.now() - timedelta(hours=settings.IDEMPOTENCY_HOURS)
    return KeptAnswer.objects.filter(claimed_at__lt=oldest, **narrowed).delete()[0]
