"""Querysets of episodes for the admin's queues."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

Row = TypeVar("Row", bound=models.Model, covariant=True)


class EpisodesToCurate(models.QuerySet[Row]):
    def unarchived(self) -> Self:
        return self.exclude(status="archived")

    def created_by(self, account: Any, *, is_true: bool = True) -> Self:
        """Return the episodes whose history shows that `account` created them.

        With `is_true=False`, return the other episodes instead.
        """
        history: Any = self.model.history  # type: ignore[attr-defined]
        created = Q(pk__in=history.filter(history_type="+", history_user=account).values("id"))
        return self.filter(created if is_true else ~created)

    def needing_a_transcript(self) -> Self:
        return self.unarchived().exclude(transcripts__is_current=True)

    def failing_gates(self) -> Self:
        return self.unarchived().filter(
            transcripts__is_current=True,
            transcripts__gates_failed__gt=0,
            transcripts__gates_waived_reason="",
        )

    def awaiting_score(self) -> Self:
        waiting = self.unarchived().filter(transcripts__is_current=True)
        return waiting.exclude(assessments__leads=True)

    def awaiting_review(self) -> Self:
        return self.filter(status="in_review")
