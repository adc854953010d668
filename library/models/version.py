"""The version of all that the public can see, for caches that are never stale."""

from django.db import models


class LibraryVersion(models.Model):
    """One row, drawn anew by triggers in every transaction that changes what the public sees.

    `value` is random and not a counter, so that a library restored from a backup never comes back
    to a version that a cache still remembers.
    """

    value = models.BigIntegerField()
    changed_by = models.BigIntegerField(
        null=True, help_text="The transaction on PostgreSQL, where one draws only once."
    )
    changed_at = models.FloatField(help_text="Seconds since 1970.")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="library_has_one_version")
        ]

    def __str__(self) -> str:
        return f"{self.value:x}"
