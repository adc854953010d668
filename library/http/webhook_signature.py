"""The signature of a webhook's message, by the Standard Webhooks specification, version 1.

Signed is `id.timestamp.body`, so that neither can be exchanged nor sent again much later. The
key is what follows `whsec_` in the secret, in base64; the signature is HMAC-SHA256, in base64.
"""

import base64
import hashlib
import hmac
import secrets

PREFIX = "whsec_"


def make_secret() -> str:
    """Return a new secret of 32 random bytes."""
    return PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def sign(secret: str, *, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the header `webhook-signature`; `timestamp` is in seconds of Unix time."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.".encode() + body
    digest = hmac.new(key, signed, hashlib.sha256).digest()
    return "v1," + base64.b64encode(digest).decode()
