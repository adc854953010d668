"""The admin of the library; importing these modules registers what they hold."""

from library.admin import catalogue, episode, feed, job, token, transcript, webhook

__all__ = ["catalogue", "episode", "feed", "job", "token", "transcript", "webhook"]
