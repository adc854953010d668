"""An account's queue: episodes assigned or returned to the user, and episodes to review."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import F
from django.urls import reverse

from library.models import Episode
from library.pages.curation.queues import QUEUES

OWN, OF_REVIEWERS = ("mine", "returned"), ("review",)
MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """An episode in the queue of an account; `since` is the time when it was added, if known."""

    queue: str
    episode: Episode
    since: datetime | None

    @property
    def url(self) -> str:
        return reverse("admin:library_episode_change", args=[self.episode.pk])


def own_queue(account: User) -> list[Entry]:
    """Return the entries in the queue of `account`, latest first, using one query per kind."""
    names = OWN + (OF_REVIEWERS if account.has_perm("library.review_episode") else ())
    entries = [entry for name in names for entry in _entries(name, account)]
    return sorted(entries, key=lambda entry: entry.since or entry.episode.created_at, reverse=True)


def _entries(name: str, account: User) -> Iterator[Entry]:
    kind = next(kind for kind in QUEUES if kind.name == name)
    rows = kind.select(Episode.objects.select_related("show"), account)
    rows = rows.annotate(since=kind.since).order_by(F("since").desc(nulls_last=True), "-pk")
    for episode in rows[:MAX_ENTRIES]:
        # Editors cannot review their own work.
        if name != "review" or account.pk not in (
            episode.submitted_by_id,
            episode.texts_changed_by_id,
        ):
            yield Entry(kind.title, episode, episode.since)  # type: ignore[attr-defined]
