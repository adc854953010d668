"""A log of changes to published episodes, in commit order."""

from django.db import models
from django.db.models import Q, Subquery
from django.utils import timezone

from library.models.episode import Episode


class EpisodeChangeQuerySet(models.QuerySet["EpisodeChange"]):
    def unneeded(self) -> "EpisodeChangeQuerySet":
        """Return the changes that a new copy of the library does not need."""
        return self.exclude(pk__in=Subquery(self.model.objects.needed().values("pk")))

    def needed(self) -> "EpisodeChangeQuerySet":
        """Return the last change of each episode that is still published."""
        return self.filter(latest=True).exclude(kind=EpisodeChange.Kind.WITHDRAWN)


class EpisodeChange(models.Model):
    """A public change to an episode.

    Database triggers create the rows (`library/migrations/_changes.py`). Changes are numbered in
    commit order, so a client that continues from an ID misses no change. A repeated change replaces
    the earlier change of the same kind, except that `renamed` and `withdrawn` changes stay until
    they expire.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "Published"
        CHANGED = "changed", "Changed"
        RESCORED = "rescored", "Rescored"
        RENAMED = "renamed", "Renamed"
        WITHDRAWN = "withdrawn", "Withdrawn"

    # Changes remain after their episode is deleted, so there is no database constraint.
    episode = models.ForeignKey(
        Episode, on_delete=models.DO_NOTHING, db_constraint=False, related_name="changes"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    slug = models.SlugField(max_length=160, db_index=False, help_text="Slug after the change.")
    previous_slug = models.SlugField(max_length=160, db_index=False, blank=True)
    at = models.DateTimeField(default=timezone.now)
    latest = models.BooleanField(default=True, help_text="Whether it is the episode's last change.")
    announced = models.BooleanField(
        default=False, help_text="Whether webhook messages have been queued."
    )

    objects = EpisodeChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["episode"], condition=Q(latest=True), name="one_change_is_latest"
            )
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(latest=True), name="change_by_time"),
            models.Index(fields=["id"], condition=Q(announced=False), name="change_not_announced"),
        ]

    def __str__(self) -> str:
        return f"{self.slug} {self.kind}"
