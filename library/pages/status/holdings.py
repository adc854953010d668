"""Status of the library: unpublished and unscored episodes, scorer versions, bands."""

from django.db.models import Count
from django.urls import reverse

from library.http.content_version import library_version
from library.models import Episode, Transcript
from library.pages.status.line import Line, State, Status, check_line
from scoring.core.imbalance import MAX_SHARE, alarm_of
from scoring.models import Assessment
from scoring.services.assessing import default_scorer


def lines() -> list[Line]:
    return [
        check_line("Unpublished episodes", unpublished),
        check_line("Unscored episodes", unscored),
        check_line("Scorer", scorer),
        check_line("Scored by earlier versions", scored_before),
        check_line("Bands", bands),
        check_line("Library changed", changed),
    ]


def unpublished() -> Status:
    episodes = Episode.objects.unarchived().exclude(status=Episode.Status.PUBLISHED)
    counts = dict(episodes.order_by().values_list("status").annotate(Count("pk")))
    parts = [
        f"{counts[state.value]:,} {state.label.lower()}"
        for state in Episode.Status
        if state.value in counts
    ]
    text = f"{sum(counts.values()):,}" + (f": {', '.join(parts)}." if parts else ".")
    return Status(State.NOTE, text, _episodes(), "Episodes")


def unscored() -> Status:
    waiting = Episode.objects.awaiting_score().count()
    if not waiting:
        return Status(State.OK, "None: every current transcript has a score.")
    text = f"{waiting:,} with a transcript but no score."
    return Status(State.WARNING, text, f"{_episodes()}?queue=score", "Awaiting score")


def scorer() -> Status:
    current_scorer = default_scorer()
    leading = [
        f"{name} {version} ({number:,})"
        for name, version, number in Assessment.objects.versions_in_use()
    ]
    versions = ", ".join(leading) or "none yet"
    return Status(
        State.NOTE, f"Default: {current_scorer.name} {current_scorer.version}. In use: {versions}."
    )


def scored_before() -> Status:
    current_scorer = default_scorer()
    current = Transcript.objects.current()
    older = current.assessed_before(
        scorer=current_scorer.name, version=current_scorer.version
    ).count()
    if not older:
        return Status(State.OK, "None of the current transcripts.")
    text = f"{older:,} current transcript{'' if older == 1 else 's'}. Use “Rescore the library”."
    return Status(State.WARNING, text, reverse("admin:library_job_changelist"), "Jobs")


def bands() -> Status:
    """Warn if nearly all segments are in one band. See also the system check scoring.W001."""
    alarm = alarm_of(Assessment.objects.band_counts())
    if alarm:
        return Status(State.WARNING, alarm, reverse("library:balance"), "Balance")
    return Status(State.OK, f"OK: no band has more than {100 * MAX_SHARE:.0f} % of the segments.")


def changed() -> Status:
    moment = library_version().changed_at
    return Status(State.NOTE, f"{moment:%-d %B %Y, %H:%M} UTC (public content).")


def _episodes() -> str:
    return reverse("admin:library_episode_changelist")
