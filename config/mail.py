"""E-mail settings: the server of EMAIL_URL, and the sender EMAIL_FROM."""

from typing import Any

import environ


def read(env: environ.Env, url: str) -> dict[str, Any]:
    """Return the settings of the server at `url` and of the sender; none without a URL."""
    if not url:
        return {}
    sender = env.str("EMAIL_FROM")
    return {
        **env.email_url_config(url),
        "EMAIL_TIMEOUT": 10,
        "DEFAULT_FROM_EMAIL": sender,
        "SERVER_EMAIL": sender,
    }
