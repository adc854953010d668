"""Create, authenticate and revoke API tokens."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from library.models.token import NEEDS, Scope, Token

PREFIX = "cpt_"
RANDOM_BYTES = 32
HINT_LENGTH = len(PREFIX) + 4
MAX_LIFETIME = timedelta(days=366)
DEFAULT_LIFETIME = timedelta(days=90)
USE_INTERVAL = timedelta(minutes=1)
"""Minimum time between two updates of a token's last_used_at."""


class TokenRejected(ValueError):
    """The token cannot be created; the message is a sentence for the user."""


def scopes_of(owner: User) -> list[Scope]:
    """Return the scopes that `owner` may grant, based on the owner's permissions."""
    return [scope for scope in Scope if owner.has_perms(NEEDS[scope])]


@transaction.atomic
def create_token(
    owner: User, *, name: str, scopes: Collection[str], expires_at: datetime
) -> tuple[Token, str]:
    """Create a token and return it with its secret, which is not stored.

    Raises TokenRejected for scopes that the owner may not grant, and for an expiry date in the past
    or beyond MAX_LIFETIME.
    """
    forbidden = sorted(set(scopes) - set(scopes_of(owner)))
    if forbidden:
        names = ", ".join(forbidden)
        raise TokenRejected(f"You do not have permission to grant these scopes: {names}.")
    if not timezone.now() < expires_at <= timezone.now() + MAX_LIFETIME:
        raise TokenRejected(f"Choose an expiry date within {MAX_LIFETIME.days} days.")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = Token.objects.create(
        owner=owner,
        name=name,
        scopes=sorted(scopes),
        digest=digest_of(secret),
        hint=secret[:HINT_LENGTH],
        expires_at=expires_at,
    )
    return token, secret


def digest_of(secret: str) -> str:
    """Return the hexadecimal SHA-256 of a secret.

    A slow hash is unnecessary because secrets are long and random.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def authenticate_token(secret: str) -> Token | None:
    """Return the active token for `secret` and record its use; return None if there is none.

    The owner must be an active staff user.
    """
    now = timezone.now()
    token = Token.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None or token.state_at(now) != "active":
        return None
    if not (token.owner.is_active and token.owner.is_staff):
        return None
    if token.last_used_at is None or now - token.last_used_at >= USE_INTERVAL:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def revoke_token(token: Token) -> bool:
    """Revoke `token`; return false if it was already revoked."""
    unrevoked = Token.objects.filter(pk=token.pk, revoked_at=None)
    return bool(unrevoked.update(revoked_at=timezone.now()))
