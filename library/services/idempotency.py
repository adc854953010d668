"""Store for Idempotency-Key: run a request once and replay its response.

A key is claimed in its own transaction, so concurrent requests see the claim at once. The response
is stored in the same transaction as the work. After CLAIM_TIMEOUT, another request can take over
the claim. If the first request is still running, storing its response then raises ClaimLost, and
its work is rolled back.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from library.models import IdempotentResponse, Token

CLAIM_TIMEOUT = timedelta(seconds=120)
"""Age at which a claim expires; no request can take this long."""


class KeyInUse(Exception):
    """The first request with this key is still running."""


class KeyReused(Exception):
    """The key was used with a different request."""


class ClaimLost(Exception):
    """The claim expired, and another request has claimed the key."""


@dataclass(frozen=True, slots=True)
class StoredResponse:
    """A response to replay: its status, the headers that the view set, and its body."""

    status: int
    headers: dict[str, str]
    body: str


def claim_key(token: Token, key: str, fingerprint: str) -> IdempotentResponse | StoredResponse:
    """Claim the key, or return the stored response of the first request.

    Raises KeyReused if the first request was different, and KeyInUse if it is still running.
    """
    delete_old_responses(token=token, key=key)
    now = timezone.now()
    try:
        with transaction.atomic():
            return IdempotentResponse.objects.create(
                token=token, key=key, fingerprint=fingerprint, claimed_at=now
            )
    except IntegrityError:
        existing = IdempotentResponse.objects.filter(token=token, key=key).first()
    if existing is None:
        # The first request just failed and released the key.
        raise KeyInUse
    if existing.fingerprint != fingerprint:
        raise KeyReused
    if existing.status is not None:
        return StoredResponse(existing.status, existing.headers, existing.body)
    is_expired = now - existing.claimed_at >= CLAIM_TIMEOUT
    if not is_expired or not _unchanged(existing).update(claimed_at=now):
        raise KeyInUse
    existing.claimed_at = now
    return existing


def store_response(claim: IdempotentResponse, response: StoredResponse) -> None:
    """Store the response, in the same transaction as the work. Raises ClaimLost."""
    if not _unchanged(claim).update(
        status=response.status, headers=response.headers, body=response.body
    ):
        raise ClaimLost


def release_key(claim: IdempotentResponse) -> None:
    """Delete the claim after an error, so that the key can be reused."""
    _unchanged(claim).delete()


def _unchanged(claim: IdempotentResponse) -> QuerySet[IdempotentResponse]:
    """Return a queryset with the claim's row, or an empty one if the claim has been lost."""
    return IdempotentResponse.objects.filter(pk=claim.pk, status=None, claimed_at=claim.claimed_at)


def delete_old_responses(**filters: object) -> int:
    """Delete responses that match `filters` and are older than IDEMPOTENCY_HOURS.

    Returns their number.
    """
    oldest = timezone.now() - timedelta(hours=settings.IDEMPOTENCY_HOURS)
    return IdempotentResponse.objects.filter(claimed_at__lt=oldest, **filters).delete()[0]
