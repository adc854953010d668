"""Querysets of episodes that are waiting for an editor or a reviewer."""

from django.db.models import F, Max, Min, OuterRef, Q, Subquery

from library.models import Episode
from library.models.episode import EpisodeQuerySet
from scoring.curation.workflow import RETURNED, SUBMITTED, WITHDRAWN, Account
from scoring.models import Assessment

POINTS_APART = 20
"""Minimum distance, in points, between two positions that disagree."""


def last_step(column: str, *deeds: str) -> Subquery:
    """Return a subquery for `column` of the history record of the latest step in `deeds`."""
    reasons = Q()
    for deed in deeds:
        reasons |= Q(history_change_reason__startswith=deed)
    records = Episode.history.filter(reasons, id=OuterRef("pk"))
    return Subquery(records.order_by("-history_date", "-history_id").values(column)[:1])


def assigned_to(account: Account, episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Select the episodes assigned to `account` that are neither published nor archived."""
    open_episodes = episodes.unarchived().exclude(status="published")
    return open_episodes.filter(assignment__assignee=account.pk or 0)


def returned_to(account: Account, episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Select episodes that `account` submitted and a reviewer returned."""
    submitted = episodes.filter(status="scored", submitted_by=account.pk or 0)
    latest = last_step("history_change_reason", SUBMITTED, WITHDRAWN, RETURNED)
    return submitted.annotate(latest_step=latest).filter(latest_step__startswith=RETURNED)


def ready_to_submit(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Select scored episodes without failing checks whose required texts an editor has written."""
    written = Q()
    for name in Episode.REQUIRED_TEXTS:
        written &= ~Q(**{name: ""}) & Q(**{f"{name}_by": "editor"})
    failing = Episode.objects.failing_gates().values("pk")
    return episodes.filter(written, status="scored").exclude(pk__in=failing)


def assessors_disagree(episodes: EpisodeQuerySet) -> EpisodeQuerySet:
    """Select episodes whose published editorial assessments disagree."""
    published = Assessment.objects.editorial().published().order_by().values("episode")
    ranges = published.annotate(
        apart=Max("position") - Min("position"), first_band=Min("band"), last_band=Max("band")
    )
    far = ranges.filter(Q(apart__gte=POINTS_APART) | ~Q(first_band=F("last_band")))
    return episodes.filter(pk__in=far.values("episode"))
