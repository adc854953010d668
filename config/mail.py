"""E-mail settings: the server of EMAIL_URL, and the sender EMAIL_FROM."""

from typing import Any

import environ


def read(env: environ.Env) -> dict[str, Any]:
    """Return the settings of the server and of the sender; without EMAIL_URL no e-mail is sent."""
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
