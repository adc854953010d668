"""What is being done, and what was done last."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from library.exporting.dumps import stored_dumps
from library.models import JobItem, Transcript
from library.pages.status.line import Line, Said, State, ago, look
from scoring.models import Assessment

LATELY = timedelta(days=7)


def lines() -> list[Line]:
    return [
        look("Jobs", jobs),
        look("Last import", last_import),
        look("Last assessment", last_assessment),
        look("Last dump", last_dump),
    ]


def jobs() -> Said:
    counts = JobItem.objects.counts_since(timezone.now() - LATELY)
    text = (
        f"{counts['waiting']:,} waiting, {counts['running']:,} running, "
        f"{counts['failed']:,} failed within {LATELY.days} days."
    )
    address = reverse("admin:library_job_changelist")
    if counts["failed"]:
        return Said(State.WARNING, text, f"{address}?failed=yes", "Jobs that failed")
    return Said(State.OK, text, address, "All jobs")


def last_import() -> Said:
    stored = Transcript.objects.order_by("-stored_at", "-pk")
    last = stored.values_list("stored_at", "episode__title", "episode").first()
    if last is None:
        return Said(State.TOLD, "No transcript is stored yet.")
    moment, title, episode = last
    return Said(State.TOLD, f"{ago(moment)}: {title}", _form_of(episode), "Episode")


def last_assessment() -> Said:
    made = Assessment.objects.order_by("-created_at", "-pk").select_related("episode")
    last = made.only("created_at", "kind", "scorer", "scorer_version", "assessor", "episode__title")
    found = last.first()
    if found is None:
        return Said(State.TOLD, "Nothing is assessed yet.")
    by = found.assessor or f"{found.scorer} {found.scorer_version}"
    text = f"{ago(found.created_at)}, by {by}: {found.episode.title}"
    return Said(State.TOLD, text, _form_of(found.episode_id), "Episode")


def last_dump() -> Said:
    if settings.DATA.folder is None:
        return Said(State.TOLD, "None are kept: DUMP_DIR is not set.")
    dumps = stored_dumps()
    if not dumps:
        return Said(State.TOLD, "None was made yet.")
    return Said(State.TOLD, f"{dumps[0].name}, of {len(dumps)} kept.", dumps[0].url, "Download")


def _form_of(episode_id: int) -> str:
    return reverse("admin:library_episode_change", args=[episode_id])
