"""Writes of tokens: made, found by their secret, used, revoked."""

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
HINT = len(PREFIX) + 4
LONGEST = timedelta(days=366)
USUAL = timedelta(days=90)
NOTED = timedelta(minutes=1)
"""The last use is stored to about so long, so that reading seldom writes."""


class TokenRefused(ValueError):
    """A token that cannot be made; the message says why, in a sentence."""


def scopes_of(owner: User) -> list[Scope]:
    """Return the scopes that `owner` may give a token: those of which it may do everything."""
    return [scope for scope in Scope if owner.has_perms(NEEDS[scope])]


@transaction.atomic
def make_token(
    owner: User, *, name: str, scopes: Collection[str], expires_at: datetime
) -> tuple[Token, str]:
    """Store a token of `owner` and return it with its secret, which is nowhere else.

    Raises TokenRefused for scopes that the owner may not use, and for an expiry that is past
    or further away than `LONGEST`.
    """
    excess = sorted(set(scopes) - set(scopes_of(owner)))
    if excess:
        raise TokenRefused(f"Your account may not do what this stands for: {', '.join(excess)}.")
    if not timezone.now() < expires_at <= timezone.now() + LONGEST:
        raise TokenRefused(f"A token ends within {LONGEST.days} days from now.")
    secret = PREFIX + secrets.token_urlsafe(RANDOM_BYTES)
    token = Token.objects.create(
        owner=owner,
        name=name,
        scopes=sorted(scopes),
        digest=digest_of(secret),
        hint=secret[:HINT],
        expires_at=expires_at,
    )
    return token, secret


def digest_of(secret: str) -> str:
    """Return what is stored of a secret; it is long and random, so that one SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def use_token(secret: str) -> Token | None:
    """Return the token of `secret` with its owner, its use noted, or None where it opens nothing.

    It opens nothing when it is unknown, expired, revoked, or its owner may no longer log in to
    the admin.
    """
    now = timezone.now()
    token = Token.objects.select_related("owner").filter(digest=digest_of(secret)).first()
    if token is None or token.state_at(now) != "active":
        return None
    if not (token.owner.is_active and token.owner.is_staff):
        return None
    if token.last_used_at is None or now - token.last_used_at >= NOTED:
        Token.objects.filter(pk=token.pk).update(last_used_at=now)
    return token


def revoke_token(token: Token) -> bool:
    """Let `token` open nothing from now on; return whether it did until now."""
    still = Token.objects.filter(pk=token.pk, revoked_at=None)
    return bool(still.update(revoked_at=timezone.now()))
