"""Queues of open tasks, each with its size, its oldest entry and a link to that entry."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, TextField, Value, Window
from django.db.models.functions import Concat
from django.urls import reverse

from library.models import Episode, Feed, JobItem, PendingChange, Transcript
from library.models.episode import EpisodeQuerySet
from library.models.job_progress import shortened
from scoring.curation.workflow import RETURNED, SUBMITTED, Account
from scoring.models import Assessment, Challenge
from scoring.selectors.curation_queues import (
    assessors_disagree,
    assigned_to,
    last_step,
    ready_to_submit,
    returned_to,
)


def in_disagreement(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Return the episodes on which an editor and the scorer disagree."""
    return episodes.filter(pk__in=Assessment.objects.in_disagreement().values("episode"))


@dataclass(frozen=True, slots=True)
class QueueKind:
    """A kind of queue; `since` is an expression for the time when an episode was added to it."""

    name: str
    title: str
    meaning: str
    action: str
    select: Callable[[EpisodeQuerySet, Account], EpisodeQuerySet]
    since: Any
    to_upload: bool = False


STORED = Subquery(
    Transcript.objects.current().filter(episode=OuterRef("pk")).values("stored_at")[:1]
)
QUEUES = [
    QueueKind(
        "mine", "Assigned to me", "by a colleague or yourself", "Open",
        lambda rows, account: assigned_to(account, rows), F("assignment__changed_at"),
    ),
    QueueKind(
        "returned", "Returned to me", "a reviewer sent it back to you", "Read the reason",
        lambda rows, account: returned_to(account, rows),
        last_step("history_date", RETURNED),
    ),
    QueueKind(
        "transcript", "Needs a transcript", "no transcript to score", "Add transcript",
        lambda rows, _: rows.needing_a_transcript(), F("created_at"), to_upload=True,
    ),
    QueueKind(
        "gates", "Failed a check", "transcript failed a quality check", "Check",
        lambda rows, _: rows.failing_gates(), STORED,
    ),
    QueueKind(
        "score", "Awaiting score", "transcript not scored yet", "Open",
        lambda rows, _: rows.awaiting_score(), STORED,
    ),
    QueueKind(
        "ready", "Ready to submit", "scored, with both required texts", "Submit",
        lambda rows, _: ready_to_submit(rows), F("updated_at"),
    ),
    QueueKind(
        "review", "Awaiting review", "submitted by an editor", "Review",
        lambda rows, _: rows.awaiting_review(), last_step("history_date", SUBMITTED),
    ),
    QueueKind(
        "disagreement", "Editor and scorer disagree",
        "different band, or at least 20 points apart", "Compare",
        lambda rows, _: in_disagreement(rows), F("updated_at"),
    ),
    QueueKind(
        "assessors", "Assessors disagree",
        "published assessments in different bands, or at least 20 points apart", "Compare",
        lambda rows, _: assessors_disagree(rows), F("updated_at"),
    ),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue: its size, the time when its oldest entry was added, and a link to that entry."""

    title: str
    meaning: str
    count: int
    url: str
    since: datetime | None
    action: str
    next_url: str
    width: float = 0.0
    reason: str = ""
    """Error message of the oldest entry, or ''."""


def episode_queue(kind: QueueKind, account: Account) -> Queue:
    """Return the queue of `kind` for `account`, using one query."""
    rows = kind.select(Episode.objects.all(), account)
    count, first, since, _ = _first(rows, kind.since)
    next_url = reverse("admin:library_episode_change", args=[first]) if first else ""
    if first and kind.to_upload:
        next_url = f"{reverse('admin:library_transcript_add')}?episode={first}"
    url = f"{reverse('admin:library_episode_changelist')}?{urlencode({'queue': kind.name})}"
    return Queue(kind.title, kind.meaning, count, url, since, kind.action, next_url)


def other_queues() -> Iterator[Queue]:
    """Yield the queues whose entries are not episodes, using one query for each queue."""
    drafts = Assessment.objects.editorial().filter(status="draft")
    yield _queue(
        "Assessments to publish", "submitted by assessors, not published yet",
        drafts, F("created_at"), "scoring_assessment",
        "kind__exact=editorial&status__exact=draft", "Read and publish",
    )  # fmt: skip
    yield _queue(
        "Pending changes", "changes to published pages that wait for a second person",
        PendingChange.objects.waiting(), F("proposed_at"), "library_pendingchange",
        "state__exact=waiting", "Read and accept",
    )  # fmt: skip
    yield _queue(
        "Reader comments", "challenges without a decision",
        Challenge.objects.waiting(), F("received_at"), "scoring_challenge",
        "state__exact=waiting", "Answer",
    )  # fmt: skip
    yield _queue(
        "Feeds failing", "last import failed, wholly or in part",
        Feed.objects.failing(), F("checked_at"), "library_feed", "failing=yes", "Open",
        reason=Concat("show__title", Value(": "), "failure", output_field=TextField()),
    )  # fmt: skip
    failed = JobItem.objects.unresolved()
    yield _queue(
        "Failed jobs", "background tasks that failed, wholly or in part",
        failed, F("finished_at"), "library_job", "failed=yes", "Open", key="job",
        reason=Concat("label", Value(": "), "error", output_field=TextField()),
    )  # fmt: skip


def _queue(
    title: str,
    meaning: str,
    rows: QuerySet[Any],
    since: Any,
    model: str,
    query: str,
    action: str,
    *,
    key: str = "pk",
    reason: Any = None,
) -> Queue:
    """Return a queue; `reason` is an expression for the error message of an entry."""
    count, first, oldest, words = _first(rows, since, key, reason)
    next_url = reverse(f"admin:{model}_change", args=[first]) if first else ""
    url = f"{reverse(f'admin:{model}_changelist')}?{query}"
    return Queue(title, meaning, count, url, oldest, action, next_url, reason=shortened(words))


def _first(
    rows: QuerySet[Any], since: Any, key: str = "pk", reason: Any = None
) -> tuple[int, Any, datetime | None, str]:
    """Return the number of rows, and the key, time and error message of the oldest row."""
    ordered = rows.annotate(
        since=since, total=Window(Count("pk")), problem=reason or Value("", TextField())
    )
    ordered = ordered.order_by(F("since").asc(nulls_last=True), "pk")
    first = ordered.values_list("total", key, "since", "problem")[:1]
    return next(iter(first), (0, None, None, ""))
