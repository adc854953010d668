"""Atom feed of the episodes in an account's queues, available at a secret URL."""

from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.syndication.views import Feed
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from library.pages.curation.own_queue import Entry, own_queue
from library.syndication.feed_generators import WellFormedAtom

SIGNER = Signer(salt="queue feed")


def queue_feed_url(account: User) -> str:
    """Return the secret URL of the feed for `account`. Changing the password changes the URL."""
    key = SIGNER.sign(f"{account.pk}-{account.get_session_auth_hash()[:16]}")
    return reverse("queue-feed", args=[key])


class QueueFeed(Feed[Entry, User]):
    """A feed of the episodes in an account's queues; the linked pages require a login."""

    feed_type = WellFormedAtom
    author_name = settings.SITE_NAME
    language = "en"

    def get_object(self, request: HttpRequest, key: str) -> User:
        try:
            number, _, stamp = SIGNER.unsign(key).partition("-")
        except BadSignature:
            raise Http404 from None
        account = User.objects.filter(pk=number, is_active=True, is_staff=True).first()
        if account is None or not account.has_perm("library.view_episode"):
            raise Http404
        if not constant_time_compare(stamp, account.get_session_auth_hash()[:16]):
            raise Http404
        return account

    def title(self, account: User) -> str:
        return f"{settings.SITE_NAME}: queue of {account.get_full_name() or account.username}"

    def link(self, account: User) -> str:
        return reverse("admin:index")

    def feed_url(self, account: User) -> str:
        return queue_feed_url(account)

    def items(self, account: User) -> list[Entry]:
        return own_queue(account)

    def item_title(self, item: Entry) -> str:
        return f"{item.queue}: {item.episode.title}"

    def item_description(self, item: Entry) -> str:
        return item.episode.show.title

    def item_link(self, item: Entry) -> str:
        return item.url

    def item_guid(self, item: Entry) -> str:
        """Return an ID that changes when the same episode enters a queue again."""
        return f"{item.url}#{item.queue}-{item.since or ''}"

    def item_updateddate(self, item: Entry) -> datetime:
        return item.since or item.episode.created_at
