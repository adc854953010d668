"""Accept or return proposed changes to published pages.

A change must be accepted by someone other than its author, and one of the two must be a reviewer.
An editor's change therefore needs a reviewer, but a reviewer's change can be accepted by an editor.
A team of one editor and one reviewer can always finish its work.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from library.models import Episode, PendingChange, Transcript
from library.services.review import PROSE, apply_fields, is_minor
from library.services.transcripts import make_current
from library.services.versions import set_history_author, value_of, version_of
from scoring.curation.cue_edits import carry_overrides
from scoring.curation.editorial_assessments import withdraw_assessment
from scoring.curation.transcript_edits import Speaker, check_gates, store_marks
from scoring.curation.workflow import Account, Rejected, known_account, text_fault
from scoring.models import Assessment

State, Kind = PendingChange.State, PendingChange.Kind


@dataclass(frozen=True, slots=True)
class Accepted:
    """Result of accepting a change: the episode, and the transcript that became current, if any."""

    episode: Episode
    transcript: Transcript | None = None


def acceptance_faults(change: PendingChange, by: Account) -> list[str]:
    """Return every reason why `by` cannot accept `change`, as sentences."""
    reasons = []
    if change.state != State.WAITING:
        reasons.append(f"This change has already been {change.get_state_display().lower()}.")
    if not by.has_perm("library.change_pendingchange"):
        reasons.append("You do not have permission to accept changes.")
    if change.proposed_by_id is not None and change.proposed_by_id == by.pk:
        reasons.append("You proposed this change; someone else must accept it.")
    author = change.proposed_by
    is_reviewed = by.has_perm("library.review_episode")
    if not is_reviewed and not (author and author.has_perm("library.review_episode")):
        reasons.append("A Reviewer must accept this change.")
    return reasons


@transaction.atomic
def accept(
    change: PendingChange,
    *,
    by: Account,
    note: str = "",
    corrected: Mapping[str, str] | None = None,
    seen: int | None = None,
) -> Accepted:
    """Apply the proposed change to the published page.

    `seen` is the version of the proposal that `by` has read. `corrected` holds the texts in which
    `by` corrected typing errors; other corrections are rejected. Raises Rejected if `by` cannot
    accept the change, if the result would be invalid, or if the proposal or the page has changed
    in the meantime.
    """
    episode = Episode.objects.select_for_update().get(pk=change.episode_id)
    stored = PendingChange.objects.select_for_update().get(pk=change.pk)
    reasons = acceptance_faults(stored, by)
    if seen is not None and seen != version_of(stored):
        reasons.append("The proposal changed while you were reading it. Read it again.")
    if reasons:
        raise Rejected(reasons)
    account = known_account(by)
    if corrected:
        _correct(stored, corrected)
    author = stored.proposed_by or "the system"
    summary = f"Change by {author}, accepted by {account}"
    summary += f": {note.strip()}" if note.strip() else ""
    done = _MAKE[Kind(stored.kind)](episode, stored, account, summary)
    _decide(stored, State.ACCEPTED, account, note)
    return done


@transaction.atomic
def send_back(change: PendingChange, *, by: Account, note: str) -> None:
    """Return a waiting change to its author with a note; the page does not change.

    Authors can withdraw their own changes in this way. Raises Rejected if the change is not
    waiting, if the note is empty, or if `by` lacks the permission.
    """
    stored = PendingChange.objects.select_for_update().get(pk=change.pk)
    reasons = []
    if stored.state != State.WAITING:
        reasons.append(f"This change has already been {stored.get_state_display().lower()}.")
    if not by.has_perm("library.change_pendingchange"):
        reasons.append("You do not have permission to return changes.")
    if not note.strip():
        reasons.append("Enter a note for the author.")
    if reasons:
        raise Rejected(reasons)
    _decide(stored, State.RETURNED, known_account(by), note)


def _decide(change: PendingChange, state: PendingChange.State, by: AbstractUser, note: str) -> None:
    change.state, change.note = state, note.strip()
    change.decided_by, change.decided_at = by, timezone.now()
    set_history_author(change, by, state.label)
    change.save()


def _correct(change: PendingChange, corrected: Mapping[str, str]) -> None:
    texts = {
        name: text
        for name, text in corrected.items()
        if name in PROSE and name in change.after and text != change.after[name]
    }
    if texts and not is_minor(change.after, {**change.after, **texts}):
        raise Rejected(["You can only correct typing errors. Return the change with a note."])
    change.after = {**change.after, **texts}


def _refuse_outdated(current: Mapping[str, Any], change: PendingChange) -> None:
    """Raise Rejected if a field on the page has neither the old nor the proposed value."""
    outdated = [
        name
        for name, value in change.before.items()
        if current[name] not in (value, change.after.get(name))
    ]
    if outdated:
        names = ", ".join(sorted(name.replace("_", " ") for name in outdated))
        raise Rejected([f"The page changed after this proposal ({names}). Return the change."])


def _fields(episode: Episode, change: PendingChange, by: AbstractUser, summary: str) -> Accepted:
    _refuse_outdated({name: _as_json(episode, name) for name in change.before}, change)
    related = apply_fields(episode, change.after)
    faults = [text_fault(episode, name) for name in Episode.REQUIRED_TEXTS if name in change.after]
    if any(faults):
        raise Rejected([fault for fault in faults if fault])
    try:
        episode.full_clean()
    except ValidationError as error:
        raise Rejected(error.messages) from None
    if set(Episode.TEXTS) & change.after.keys():
        episode.texts_changed_by = change.proposed_by
    set_history_author(episode, by, summary)
    episode.save()
    for name, keys in related.items():
        rows = getattr(episode, name).model._default_manager.filter(pk__in=keys)
        getattr(episode, name).set(rows)
    if "stated_duration" in change.after:
        for transcript in episode.transcripts.current():
            check_gates(transcript)
    return Accepted(episode)


def _as_json(episode: Episode, name: str) -> Any:
    value = value_of(episode, name)
    return value.isoformat() if hasattr(value, "isoformat") else value


def _transcript(
    episode: Episode, change: PendingChange, by: AbstractUser, summary: str
) -> Accepted:
    new, old = change.transcript, episode.transcripts.current().first()
    if new is None:
        raise Rejected(["The transcript was deleted. Return the change."])
    if (old.checksum if old else "") != change.before["checksum"]:
        raise Rejected(
            ["Another transcript has become current in the meantime. Return the change."]
        )
    if new.gates_failed and not new.gates_waived_reason and not change.after["corrects"]:
        faults = [f"The transcript failed a quality check. {fault}" for fault in new.failed_gates]
        raise Rejected(faults)
    make_current(new, by=by, reason=summary)
    if old is not None and change.after["corrects"]:
        numbers = {int(before): after for before, after in change.after["segments"].items()}
        carry_overrides(old, new, numbers)
    return Accepted(episode, new)


def _speakers(episode: Episode, change: PendingChange, by: AbstractUser, summary: str) -> Accepted:
    transcript = change.transcript
    if transcript is None or not transcript.is_current:
        raise Rejected(
            ["Another transcript has become current in the meantime. Return the change."]
        )
    stored = {mark.name: [mark.shown_as, mark.role] for mark in transcript.speaker_marks.all()}
    _refuse_outdated({name: stored.get(name, ["", ""]) for name in change.before}, change)
    marks = [Speaker(name, shown_as, role) for name, (shown_as, role) in change.after.items()]
    store_marks(transcript, marks, by, summary)
    return Accepted(episode)


def _assessment(
    episode: Episode, change: PendingChange, by: AbstractUser, summary: str
) -> Accepted:
    assessment = episode.assessments.filter(pk=change.after["assessment"]).first()
    if assessment is None or assessment.status != Assessment.Status.PUBLISHED:
        raise Rejected(["The assessment is no longer published. Return the change."])
    set_history_author(assessment, by, summary)
    withdraw_assessment(assessment)
    return Accepted(episode)


_MAKE = {
    Kind.FIELDS: _fields,
    Kind.TRANSCRIPT: _transcript,
    Kind.SPEAKERS: _speakers,
    Kind.ASSESSMENT: _assessment,
}
