"""Publish reviewed episodes at a later time.

Only a reviewer who could publish an episode now can schedule it for later. Any later change to the
episode, its transcript or its status cancels the schedule, because nobody has reviewed that change.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from library.models import Episode, ScheduledPublication
from library.services.episodes import set_status
from library.services.schedules import cancel_schedule
from scoring.curation.workflow import (
    PERMISSIONS,
    Account,
    NotAllowed,
    Rejected,
    known_account,
    publish,
    rejection_reasons,
)


@transaction.atomic
def schedule(
    episode: Episode, *, by: Account, publish_at: datetime, now: datetime | None = None
) -> ScheduledPublication:
    """Schedule `episode` for publication at `publish_at`, replacing any earlier schedule.

    Raises Rejected if `by` cannot publish the episode or if the time is not in the future.
    """
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    reasons = rejection_reasons("publish", stored, by=by)
    if publish_at <= (now or timezone.now()):
        reasons.append("Choose a time in the future.")
    if reasons:
        raise Rejected(reasons)
    account = known_account(by)
    _note(stored, account, f"Publication scheduled for {_written(publish_at)}")
    values = {"publish_at": publish_at, "made_by": account}
    return ScheduledPublication.objects.update_or_create(episode=stored, defaults=values)[0]


@transaction.atomic
def unschedule(episode: Episode, *, by: Account) -> None:
    """Cancel the scheduled publication of `episode`.

    Raises Rejected if the episode is not scheduled or if `by` lacks the permission.
    """
    stored = Episode.objects.select_for_update().get(pk=episode.pk)
    permission, deed = PERMISSIONS["publish"]
    if not by.has_perm(permission):
        raise NotAllowed([f"You do not have permission to {deed}."])
    if not cancel_schedule(stored):
        raise Rejected(["The episode is not scheduled."])
    _note(stored, known_account(by), "Scheduled publication cancelled")


def publish_due(now: datetime | None = None) -> int:
    """Publish all episodes whose scheduled time has come, and return the number published.

    Each episode is published in its own transaction, which also deletes its schedule. If a worker
    dies, the next call therefore still finds the schedule, and two workers cannot publish the same
    episode.
    """
    at = now or timezone.now()
    due = ScheduledPublication.objects.filter(publish_at__lte=at).order_by("publish_at", "pk")
    return sum(_publish(key, at) for key in due.values_list("episode", flat=True))


@transaction.atomic
def _publish(episode_id: int, at: datetime) -> bool:
    episode = Episode.objects.select_for_update().get(pk=episode_id)
    due = ScheduledPublication.objects.select_related("made_by")
    # Another worker might have published the episode while this worker waited for the lock.
    row = due.filter(episode=episode, publish_at__lte=at).first()
    if row is None:
        return False
    try:
        publish(episode, by=row.made_by, reason=f"Scheduled for {_written(row.publish_at)}")
    except Rejected as error:
        cancel_schedule(episode)
        _note(episode, row.made_by, f"Scheduled publication failed: {error}")
        return False
    return True


def _note(episode: Episode, by: Account, reason: str) -> None:
    """Record `reason` in the history without changing the status."""
    state = Episode.Status(episode.status)
    set_status(episode, state, by=known_account(by), reason=reason)


def _written(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{local:%-d %b %Y, %H:%M} {timezone.get_current_timezone_name()}"
