"""Model for the assignees of episodes, with notes to colleagues."""

from django.conf import settings
from django.db import models

from library.models.episode import Episode


class Assignment(models.Model):
    """The assignee of an episode, with a note to colleagues; neither is public."""

    episode = models.OneToOneField(Episode, on_delete=models.CASCADE, related_name="assignment")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    note = models.TextField(blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True
    )
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.episode}: {self.assignee or 'nobody'}"
