"""Read the change log, queue webhook messages for new changes, and delete old changes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from library.models import Delivery, Episode, EpisodeChange
from library.models.change import EpisodeChangeQuerySet
from library.services.webhooks import LEAD_FIELDS, LeadSummary, Message, queue_messages

MAX_BATCH = 200
Kind = EpisodeChange.Kind


def changes_after(number: int) -> EpisodeChangeQuerySet:
    """Return the changes with IDs greater than `number`, in commit order."""
    return EpisodeChange.objects.filter(pk__gt=number).order_by("pk")


def is_too_old(at: datetime) -> bool:
    """Return whether some changes since `at` might already have been deleted."""
    return at < timezone.now() - timedelta(days=settings.CHANGE_RETENTION_DAYS)


@transaction.atomic
def announce_changes() -> int:
    """Queue webhook messages for new changes; return the number of deliveries.

    Several changes to an episode between two calls become one message. Messages about
    publishing and rescoring are not included; they are queued at the time of the event.
    """
    waiting = EpisodeChange.objects.filter(announced=False).order_by("pk")
    changes = list(waiting.select_for_update(skip_locked=True)[:MAX_BATCH])
    EpisodeChange.objects.filter(pk__in=[each.pk for each in changes]).update(announced=True)
    changed = {each.episode_id for each in changes if each.kind in (Kind.CHANGED, Kind.RENAMED)}
    messages = [
        Message(Delivery.Event.WITHDRAWN, each.slug)
        for each in changes
        if each.kind == Kind.WITHDRAWN
    ]
    if changed:
        messages += [_update(episode) for episode in _published(changed)]
    return queue_messages(messages) if messages else 0


def delete_old_changes(*, at: datetime | None = None) -> int:
    """Delete changes older than CHANGE_RETENTION_DAYS; return their number.

    The last change of every published episode is kept, so that a new copy of the library can be
    built from the log.
    """
    oldest = (at or timezone.now()) - timedelta(days=settings.CHANGE_RETENTION_DAYS)
    return EpisodeChange.objects.filter(at__lt=oldest).unneeded().delete()[0]


def _published(episodes: set[int]) -> list[Episode]:
    rows = Episode.objects.published().filter(pk__in=episodes).select_related("show")
    return list(rows.with_lead_assessment().order_by("pk"))


def _update(episode: Episode) -> Message:
    lead = episode.lead_assessment
    summary = LeadSummary(**{name: getattr(lead, name) for name in LEAD_FIELDS}) if lead else None
    return Message(Delivery.Event.UPDATED, episode.slug, episode, summary)
