"""What the library holds that is not published, not scored, or scored by an earlier version."""

from django.db.models import Count
from django.urls import reverse

from library.http.content_version import library_version
from library.models import Episode, Transcript
from library.pages.status.line import Line, Said, State, look
from scoring.core.imbalance import ALARM, alarm_of
from scoring.models import Assessment
from scoring.services.assessing import default_scorer


def lines() -> list[Line]:
    return [
        look("Unpublished episodes", unpublished),
        look("Unscored episodes", unscored),
        look("Scorer", scorer),
        look("Scored by earlier versions", scored_before),
        look("Bands", bands),
        look("Library changed", changed),
    ]


def unpublished() -> Said:
    episodes = Episode.objects.unarchived().exclude(status=Episode.Status.PUBLISHED)
    found = dict(episodes.order_by().values_list("status").annotate(Count("pk")))
    parts = [
        f"{found[state.value]:,} {state.label.lower()}"
        for state in Episode.Status
        if state.value in found
    ]
    text = f"{sum(found.values()):,}" + (f": {', '.join(parts)}." if parts else ".")
    return Said(State.TOLD, text, _episodes(), "Episodes")


def unscored() -> Said:
    waiting = Episode.objects.awaiting_score().count()
    if not waiting:
        return Said(State.OK, "None: every transcript in use has a score.")
    text = f"{waiting:,} with a transcript that no score leads."
    return Said(State.WARNING, text, f"{_episodes()}?queue=score", "Awaiting score")


def scorer() -> Said:
    chosen = default_scorer()
    leading = [
        f"{name} {version} ({number:,})"
        for name, version, number in Assessment.objects.versions_in_use()
    ]
    told = ", ".join(leading) or "none yet"
    return Said(State.TOLD, f"New ones by {chosen.name} {chosen.version}. Leading pages: {told}.")


def scored_before() -> Said:
    chosen = default_scorer()
    current = Transcript.objects.current()
    older = current.assessed_before(scorer=chosen.name, version=chosen.version).count()
    if not older:
        return Said(State.OK, "No transcript in use.")
    text = (
        f"{older:,} transcript{'' if older == 1 else 's'} in use; “Rescore the library” reads them."
    )
    return Said(State.WARNING, text, reverse("admin:library_job_changelist"), "Jobs")


def bands() -> Said:
    """Say what the check scoring.W001 says."""
    alarm = alarm_of(Assessment.objects.band_counts())
    if alarm:
        return Said(State.WARNING, alarm, reverse("library:balance"), "Balance")
    return Said(State.OK, f"No alarm: none holds over {100 * ALARM:.0f} % of the segments.")


def changed() -> Said:
    moment = library_version().changed_at
    return Said(State.TOLD, f"{moment:%-d %B %Y, %H:%M} UTC, in what the public sees.")


def _episodes() -> str:
    return reverse("admin:library_episode_changelist")
