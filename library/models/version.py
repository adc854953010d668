"""Version of the public content, used as a cache key."""

from django.db import models


class LibraryVersion(models.Model):
    """A single row that database triggers update in every transaction that changes public content.

    `value` is random rather than a counter: after a restore from backup, a counter would repeat
    values that caches still contain.
    """

    value = models.BigIntegerField()
    changed_by = models.BigIntegerField(
        null=True, help_text="Transaction ID on PostgreSQL, to update once per transaction."
    )
    changed_at = models.FloatField(help_text="Unix time in seconds.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="library_has_one_version")
        ]

    def __str__(self) -> str:
        return f"{self.value:x}"
