"""Merge several records of one guest."""

from collections.abc import Sequence

from django.db import transaction

from library.models import Episode, Guest
from library.services.episodes import set_history_author
from scoring.curation.episode_edits import refuse_published
from scoring.curation.transcript_edits import require
from scoring.curation.workflow import Account, Rejected


@transaction.atomic
def merge_guests(kept: Guest, others: Sequence[Guest], *, by: Account) -> int:
    """Give the episodes of `others` to `kept` and delete `others`; return how many changed.

    The history of every episode and guest names the merge. Raises Rejected if there is nothing to
    merge, and NotAllowed for guests of published episodes that `by` may not change.
    """
    account = require(by, "library.change_guest", "merge guests")
    merged = [guest for guest in others if guest.pk != kept.pk]
    if not merged:
        raise Rejected(["Select at least two guests."])
    names = ", ".join(guest.name for guest in merged)
    affected = Episode.objects.filter(guests__in=merged).values("pk")
    episodes = list(Episode.objects.select_for_update().filter(pk__in=affected).order_by("pk"))
    for episode in episodes:
        refuse_published(episode, by=by)
    for episode in episodes:
        set_history_author(episode, account, f"Guest {names} merged into {kept.name}")
        episode.guests.add(kept)
        episode.guests.remove(*merged)
    for guest in merged:
        set_history_author(guest, account, f"Merged into {kept.name}")
        guest.delete()
    return len(episodes)
