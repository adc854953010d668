"""E-mail settings from EMAIL_URL (the server) and EMAIL_FROM (the sender)."""

from typing import Any

import environ


def read(env: environ.Env, url: str) -> dict[str, Any]:
    """Return the e-mail settings for the server at `url`, or an empty dict if `url` is empty."""
    if not url:
        return {}
    sender = env.str("EMAIL_FROM")
    return {
        **env.email_url_config(url),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
