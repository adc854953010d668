"""Pairs of episodes that editors pin or ban as mirror picks."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, FilteredRelation, Q

from library.models import Episode


class MirrorOverrideQuerySet(models.QuerySet["MirrorOverride"]):
    def with_positions(self) -> Self:
        """Annotate the positions of both episodes as `first_position` and `second_position`."""
        return self.annotate(
            first_lead=FilteredRelation(
                "first__assessments", condition=Q(first__assessments__leads=True)
            ),
            second_lead=FilteredRelation(
                "second__assessments", condition=Q(second__assessments__leads=True)
            ),
            first_position=F("first_lead__position"),
            second_position=F("second_lead__position"),
        )


class MirrorOverride(models.Model):
    """A pin or ban of a pair of episodes, which applies to the pages of both.

    `first` is the episode with the lower key, so that a pair can have only one pin or ban.
    """

    class Kind(models.TextChoices):
        PIN = "pin", "Pin: always show these as counterbalance to each other"
        BAN = "ban", "Ban: never show these as counterbalance to each other"

    first = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Episode, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    reason = models.CharField(max_length=300, help_text="The reason for a pin is shown to readers.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False
    )
    made_at = models.DateTimeField(auto_now_add=True)

    first_position: float | None = None
    second_position: float | None = None
    """The positions of the two episodes; set only by `MirrorOverrideQuerySet.with_positions`."""

    objects = MirrorOverrideQuerySet.as_manager()

    class Meta:
        verbose_name = "mirror pin or ban"
        verbose_name_plural = "mirror pins and bans"
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["first", "second"],
                name="pair_is_overridden_once",
                violation_error_message="This pair already has a pin or ban.",
            ),
            models.CheckConstraint(
                condition=Q(first__lt=F("second")), name="pair_is_of_two_in_order"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="override_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind__in=["pin", "ban"]), name="override_is_pin_or_ban"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} and {self.second}: {self.kind}"

    def other_than(self, episode_id: int) -> int:
        return self.second_id if self.first_id == episode_id else self.first_id
