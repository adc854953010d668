"""Status of background work: jobs, and the last import, assessment and dump."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from library.exporting.dumps import stored_dumps
from library.models import JobItem, Transcript
from library.pages.status.line import Line, State, Status, ago, check_line
from scoring.models import Assessment

RECENT = timedelta(days=7)


def lines() -> list[Line]:
    return [
        check_line("Jobs", jobs),
        check_line("Last import", last_import),
        check_line("Last assessment", last_assessment),
        check_line("Last dump", last_dump),
    ]


def jobs() -> Status:
    counts = JobItem.objects.counts_since(timezone.now() - RECENT)
    text = (
        f"{counts['waiting']:,} waiting, {counts['running']:,} running, "
        f"{counts['failed']:,} failed in the last {RECENT.days} days."
    )
    url = reverse("admin:library_job_changelist")
    if counts["failed"]:
        return Status(State.WARNING, text, f"{url}?failed=yes", "Failed jobs")
    return Status(State.OK, text, url, "All jobs")


def last_import() -> Status:
    stored = Transcript.objects.order_by("-stored_at", "-pk")
    last = stored.values_list("stored_at", "episode__title", "episode").first()
    if last is None:
        return Status(State.NOTE, "No transcripts yet.")
    moment, title, episode = last
    return Status(State.NOTE, f"{ago(moment)}: {title}", _form_of(episode), "Episode")


def last_assessment() -> Status:
    assessments = Assessment.objects.order_by("-created_at", "-pk").select_related("episode")
    assessments = assessments.only(
        "created_at", "kind", "scorer", "scorer_version", "assessor", "episode__title"
    )
    last = assessments.first()
    if last is None:
        return Status(State.NOTE, "No assessments yet.")
    by = last.assessor or f"{last.scorer} {last.scorer_version}"
    text = f"{ago(last.created_at)}, by {by}: {last.episode.title}"
    return Status(State.NOTE, text, _form_of(last.episode_id), "Episode")


def last_dump() -> Status:
    if settings.DATA.folder is None:
        return Status(State.NOTE, "Off: DUMP_DIR is not set.")
    dumps = stored_dumps()
    if not dumps:
        return Status(State.NOTE, "No dumps yet.")
    return Status(State.NOTE, f"{dumps[0].name} ({len(dumps)} stored).", dumps[0].url, "Download")


def _form_of(episode_id: int) -> str:
    return reverse("admin:library_episode_change", args=[episode_id])
