"""Links to previews of unpublished episodes, signed and valid for some days."""

from datetime import UTC, datetime, timedelta

from django.core import signing
from django.urls import reverse

from library.models import Episode

VALID = timedelta(days=7)
SALT = "library.preview"
UNAVAILABLE = (Episode.Status.ARCHIVED,)


def preview_path(episode: Episode) -> str:
    """Return the path of a new link to the preview of `episode`; it works without an account."""
    token = signing.dumps(episode.pk, salt=SALT)
    return reverse("library:preview", args=[token])


def expiry(token: str) -> datetime:
    """Return when a valid token stops working."""
    _, made, _ = token.rsplit(":", 2)
    seconds = signing.b62_decode(made)
    return datetime.fromtimestamp(seconds, UTC) + VALID


def previewed_episode(token: str) -> Episode | None:
    """Return the episode of a token, with show and shelf; None if it is invalid or too old."""
    try:
        pk = signing.loads(token, salt=SALT, max_age=VALID)
    except signing.BadSignature:
        return None
    episodes = Episode.objects.select_related("show", "shelf").exclude(status__in=UNAVAILABLE)
    return episodes.filter(pk=pk).first()
