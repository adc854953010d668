"""Signed links to previews of unpublished episodes; the links expire after a week."""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.urls import reverse

from library.models import Episode

VALID = timedelta(days=7)
SALT = "library.preview"
UNAVAILABLE = (Episode.Status.ARCHIVED,)


def preview_path(episode: Episode) -> str:
    """Return the path of a new preview link for `episode`; the preview requires no account."""
    token = signing.dumps(episode.pk, salt=SALT)
    return reverse("library:preview", args=[token])


def expiry(token: str) -> datetime:
    """Return the time at which a valid token expires."""
    _, created, _ = token.rsplit(":", 2)
    seconds = signing.b62_decode(created)
    return datetime.fromtimestamp(seconds, UTC) + VALID


def previewed_episode(token: str) -> Episode | None:
    """Return the episode for a token, with its show and shelf.

    Returns None if the token is invalid or expired, or if the episode is archived.
    """
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    episodes = Episode.objects.select_related("show", "shelf").exclude(status__in=UNAVAILABLE)
    return episodes.filter(pk=pk).first()
