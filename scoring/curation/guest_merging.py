"""Merge duplicate records of a guest."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from library.models import Episode, Guest
from library.services.review import Kind, must_wait, propose
from library.services.versions import set_history_author, value_of
from scoring.curation.transcript_edits import require
from scoring.curation.workflow import Account, Rejected


@dataclass(frozen=True, slots=True)
class Merged:
    """The number of changed episodes, and of published episodes whose change waits for review."""

    changed: int
    waiting: int


@transaction.atomic
def merge_guests(target: Guest, others: Sequence[Guest], *, by: Account) -> Merged:
    """Replace the guests in `others` with `target`, and delete those that have no episodes left.

    Changes to published episodes wait for a second person, so the guests of such episodes are not
    deleted yet. The history of every changed episode and deleted guest mentions the merge. Raises
    Rejected if there is nothing to merge.
    """
    account = require(by, "library.change_guest", "merge guests")
    merged = [guest for guest in others if guest.pk != target.pk]
    if not merged:
        raise Rejected(["Select at least two guests."])
    names = ", ".join(guest.name for guest in merged)
    reason = f"Guest {names} merged into {target.name}"
    affected = Episode.objects.filter(guests__in=merged).values("pk")
    episodes = list(Episode.objects.select_for_update().filter(pk__in=affected).order_by("pk"))
    waiting = 0
    for episode in episodes:
        if must_wait(episode):
            _propose(episode, target, merged, account, reason)
            waiting += 1
            continue
        set_history_author(episode, account, reason)
        episode.guests.add(target)
        episode.guests.remove(*merged)
    for guest in merged:
        if not guest.episodes.exists():
            set_history_author(guest, account, f"Merged into {target.name}")
            guest.delete()
    return Merged(len(episodes) - waiting, waiting)


def _propose(
    episode: Episode, target: Guest, merged: Sequence[Guest], account: AbstractUser, reason: str
) -> None:
    before = value_of(episode, "guests")
    after = sorted({*before, target.pk} - {guest.pk for guest in merged})
    propose(
        episode,
        Kind.FIELDS,
        before={"guests": before},
        after={"guests": after},
        by=account,
        reason=reason,
    )
