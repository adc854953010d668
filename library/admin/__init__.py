"""The admin of the library. Importing these modules registers their models."""

from library.admin import (
    catalogue,
    episode,
    feed,
    job,
    pending_change,
    token,
    transcript,
    webhook,
)

__all__ = [
    "catalogue", "episode", "feed", "job", "pending_change", "token", "transcript", "webhook",
]  # fmt: skip
