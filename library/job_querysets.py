"""Reads of jobs and their items, named after what they are for."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Q, Sum

if TYPE_CHECKING:
    from library.models import Job, JobItem  # noqa: F401

STATES = ("waiting", "running", "done", "failed", "cancelled")


class JobQuerySet(models.QuerySet["Job"]):
    def with_progress(self) -> Self:
        """Count the items of each state, as `job.progress` reads them."""
        return self.annotate(
            **{state: Count("items", filter=Q(items__state=state)) for state in STATES}
        )

    def with_failures(self) -> Self:
        """Jobs of which an item failed and was not retried."""
        return self.filter(items__state="failed").distinct()

    def ended_before(self, moment: datetime) -> Self:
        """Jobs made before `moment` of which no item is open or ended later."""
        settled = self.exclude(items__state__in=["waiting", "running"])
        return settled.exclude(items__finished_at__gte=moment).filter(created_at__lt=moment)


class JobItemQuerySet(models.QuerySet["JobItem"]):
    def free_to_take(self, now: datetime) -> Self:
        """Items that wait, or whose holder's lease has run out.

        It reads the item's own row only, so that an update with this condition is safe when two
        make it at once.
        """
        return self.filter(Q(state="waiting") | Q(state="running", leased_until__lt=now))

    def open(self) -> Self:
        """Items that wait or run."""
        return self.filter(state__in=["waiting", "running"])

    def failed(self) -> Self:
        return self.filter(state="failed")

    def counts_since(self, moment: datetime) -> dict[str, int]:
        """Return how many items wait and run, and how many failed after `moment`."""
        return self.aggregate(
            waiting=Count("pk", filter=Q(state="waiting")),
            running=Count("pk", filter=Q(state="running")),
            failed=Count("pk", filter=Q(state="failed", finished_at__gt=moment)),
        )

    def unqueued(self, *, lost_before: datetime | None) -> Self:
        """Items that wait and were never queued, or were queued before `lost_before`."""
        lost = Q(queued_at=None)
        if lost_before is not None:
            lost |= Q(queued_at__lt=lost_before)
        return self.filter(lost, state="waiting")

    def exhausted(self, *, max_attempts: int) -> set[str]:
        """Return the subjects that failed with `max_attempts` or more, summed over all jobs."""
        failed = self.filter(state="failed").order_by().values("subject")
        attempts = failed.annotate(tries=Sum("attempts")).filter(tries__gte=max_attempts)
        return set(attempts.values_list("subject", flat=True))

    def worst_first(self) -> Self:
        """What failed, then what runs, waits, was cancelled, is done."""
        order = ("failed", "running", "waiting", "cancelled", "done")
        places = [
            models.When(state=state, then=models.Value(place)) for place, state in enumerate(order)
        ]
        return self.order_by(models.Case(*places, output_field=models.IntegerField()), "pk")
