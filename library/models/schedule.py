"""Model for scheduled publications."""

from django.conf import settings
from django.db import models

from library.models.episode import Episode


class ScheduledPublication(models.Model):
    """The planned publication of an episode in review; changing the episode cancels the plan."""

    episode = models.OneToOneField(Episode, on_delete=models.CASCADE, related_name="schedule")
    publish_at = models.DateTimeField(db_index=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.episode} at {self.publish_at:%Y-%m-%d %H:%M} UTC"
