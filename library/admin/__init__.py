"""The admin of the library. Importing these modules registers their models."""

from library.admin import catalogue, episode, feed, guest, job, token, transcript, webhook

__all__ = ["catalogue", "episode", "feed", "guest", "job", "token", "transcript", "webhook"]
