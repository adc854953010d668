"""Cancel scheduled publications."""

from library.models import Episode, ScheduledPublication


def cancel_schedule(episode: Episode) -> bool:
    """Cancel the scheduled publication of `episode`; return whether there was one."""
    deleted, _ = ScheduledPublication.objects.filter(episode=episode.pk).delete()
    return bool(deleted)
