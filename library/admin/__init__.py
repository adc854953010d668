"""Admin for the library; importing these modules registers the models."""

from library.admin import (
    account,
    catalogue,
    episode,
    feed,
    guest,
    job,
    pending_change,
    token,
    transcript,
    webhook,
)

__all__ = [
    "account",
    "catalogue",
    "episode",
    "feed",
    "guest",
    "job",
    "pending_change",
    "token",
    "transcript",
    "webhook",
]
