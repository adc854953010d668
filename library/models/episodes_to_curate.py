"""Querysets of episodes for the admin's queues."""

from typing import Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class EpisodesToCurate(models.QuerySet[Row]):
    def unarchived(self) -> Self:
        return self.exclude(status="archived")

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
