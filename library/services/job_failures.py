"""Failed job items: partial success, dismissal, and resolution by a later run."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from library.models import FeedEntry, Job, JobItem
from library.models.job_progress import reason

Resolution, State = JobItem.Resolution, JobItem.State
ENDED = (State.DONE, State.FAILED)


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed part of an item; `key` identifies the part in later runs."""

    key: str
    label: str
    error: str

    def __str__(self) -> str:
        return f"{self.label}: {self.error}"


class PartsFailed(ValueError):
    """Some parts of an item failed; the message lists them with the reasons."""

    def __init__(self, done: int, failures: Sequence[Failure]) -> None:
        self.done, self.failures = done, failures
        super().__init__(sentence(done, failures))


def sentence(done: int, failures: Sequence[Failure]) -> str:
    """Return a summary with one line per failure: `1 of 2 done, 1 failed: A talk: not found`."""
    lines = "\n".join(str(failure) for failure in failures)
    return f"{done:,} of {done + len(failures):,} done, {len(failures):,} failed: {lines}"


@transaction.atomic
def dismiss_failures(job: Job, *, by: User, item_id: int | None = None) -> list[str]:
    """Dismiss the failures of `job`, or of one item; return a description of each.

    Dismissed failures no longer appear in the admin's queues, but they can still be retried.
    """
    failed = JobItem.objects.unresolved().filter(job=job)
    if item_id is not None:
        failed = failed.filter(pk=item_id)
    # Lock the rows, so that a concurrent retry either comes first or resets the dismissal.
    items = list(failed.select_for_update().order_by("pk").only("label", "error"))
    JobItem.objects.filter(pk__in=[item.pk for item in items]).update(
        resolution=Resolution.DISMISSED, resolved_at=timezone.now(), resolved_by=by
    )
    return [reason(item.label, item.error) for item in items]


def resolve_earlier(item: JobItem) -> None:
    """Resolve earlier failures of the same work that `item` supersedes. The item must have ended.

    A failure is superseded if each of its failed parts has since been done, or has failed again and
    is listed in `item`. If dismissed work fails again for the same reasons, the new failure is
    dismissed too.
    """
    ended = JobItem.objects.filter(subject=item.subject, state__in=ENDED).exclude(pk=item.pk)
    earlier = [other for other in ended.order_by("-pk") if other.payload == item.payload]
    if item.state == State.FAILED and earlier:
        _dismiss_again(item, earlier[0])
    settled = [
        other.pk
        for other in earlier
        if other.state == State.FAILED and not other.resolution and _settles(item, other)
    ]
    if not settled:
        return
    JobItem.objects.unresolved().filter(pk__in=settled).update(
        resolution=Resolution.SUPERSEDED, resolved_at=timezone.now()
    )


def _settles(item: JobItem, earlier: JobItem) -> bool:
    keys = _keys(earlier.failures)
    if item.state == State.FAILED and not item.failures:
        # The item failed as a whole, so the state of its parts is unknown.
        return not keys
    still_open = keys - _keys(item.failures)
    if still_open and item.job.kind == Job.Kind.FEEDS:
        imported = FeedEntry.objects.filter(feed=item.payload["feed"], guid__in=still_open)
        still_open -= set(imported.values_list("guid", flat=True))
    return not still_open


def _dismiss_again(item: JobItem, before: JobItem) -> None:
    is_known = _reasons(item) <= _reasons(before)
    if before.resolution == Resolution.DISMISSED and is_known:
        JobItem.objects.unresolved().filter(pk=item.pk).update(
            resolution=Resolution.DISMISSED,
            resolved_at=before.resolved_at,
            resolved_by=before.resolved_by_id,
        )


def _reasons(item: JobItem) -> set[tuple[str, str]]:
    parts = {(failure["key"], failure["error"]) for failure in item.failures}
    return parts or {("", item.error)}


def _keys(failures: Iterable[dict[str, Any]]) -> set[str]:
    return {failure["key"] for failure in failures}


def as_rows(failures: Iterable[Failure]) -> list[dict[str, str]]:
    """Return the failures in the format stored with an item."""
    return [asdict(failure) for failure in failures]
