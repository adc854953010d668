"""E-mail settings from EMAIL_URL (the server) and EMAIL_FROM (the sender)."""

from typing import Any

import environ


def read(env: environ.Env) -> dict[str, Any]:
    """Return the settings for server and sender. Without EMAIL_URL, no e-mail is sent."""
    url = env.str("EMAIL_URL", default="")
    if not url:
        return {"EMAIL_URL": url}
    sender = env.str("EMAIL_FROM")
    return {
        "EMAIL_URL": url,
        **env.email_url_config(url),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
