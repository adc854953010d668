"""Store transcripts and label their speakers; `scoring.curation.cue_edits` edits the cues.

A stored transcript never changes: a correction creates a new one. An action that is not allowed
raises `Rejected` with every reason and changes nothing.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import transaction

from library.captions import ParsedTranscript
from library.captions.quality_checks import check, with_word_gates
from library.models import Episode, PendingChange, SpeakerMark, Transcript
from library.services.import_details import Provenance
from library.services.review import Kind, must_wait, propose
from library.services.transcripts import store_or_propose
from library.services.versions import set_history_author
from scoring.core.scorers import Judgement, Phrase
from scoring.core.spectrum import Lens
from scoring.curation.workflow import Account, NotAllowed, Rejected
from scoring.models import Assessment
from scoring.services.aggregation import sum_up


class Stale(Rejected):
    """Another person has saved a change since the editor opened the form."""

    def __init__(self, reason: str) -> None:
        super().__init__([f"{reason} Nothing was saved."])


@dataclass(frozen=True, slots=True)
class Speaker:
    """A speaker: the name in the transcript, the display name and the role."""

    name: str
    shown_as: str = ""
    role: str = ""


def replace_transcript(
    episode: Episode,
    *,
    parsed: ParsedTranscript,
    provenance: Provenance,
    by: Account,
    reason: str = "",
) -> tuple[Transcript, bool]:
    """Store `parsed` as the current transcript, and keep the previous one.

    If the episode is published, the new transcript waits for review before it becomes current.
    Returns the transcript and whether anything changed.
    """
    account = require(by, "library.add_transcript", "add transcripts")
    parsed = with_word_gates(parsed)
    with transaction.atomic():
        return store_or_propose(
            episode,
            parsed=parsed,
            provenance=provenance,
            by=account,
            reason=reason,
            waits=must_wait(episode),
        )


@transaction.atomic
def accept_failed_checks(transcript: Transcript, *, by: Account, reason: str) -> None:
    """Accept a transcript despite failed quality checks, so that its episode can be published."""
    account = require(by, "library.waive_gates", "accept failed quality checks")
    reasons = []
    if not transcript.gates_failed:
        reasons.append("The transcript passed every quality check.")
    if not reason.strip():
        reasons.append("Enter a reason; it is shown with the transcript.")
    if reasons:
        raise Rejected(reasons)
    transcript.gates_waived_reason = reason.strip()
    transcript.gates_waived_by = account
    set_history_author(transcript, account, f"Failed quality checks accepted: {reason.strip()}")
    transcript.save(update_fields=["gates_waived_reason", "gates_waived_by"])


@transaction.atomic
def withdraw_acceptance(transcript: Transcript, *, by: Account) -> None:
    """Withdraw the acceptance of failed quality checks, so that they block publication again."""
    account = require(by, "library.waive_gates", "accept failed quality checks")
    if not transcript.gates_waived_reason:
        raise Rejected(["No failed quality check of this transcript was accepted."])
    taken_back = f"Acceptance of failed quality checks taken back: {transcript.gates_waived_reason}"
    transcript.gates_waived_reason, transcript.gates_waived_by = "", None
    set_history_author(transcript, account, taken_back)
    transcript.save(update_fields=["gates_waived_reason", "gates_waived_by"])


@transaction.atomic
def check_gates(transcript: Transcript) -> None:
    """Repeat a transcript's quality checks, for example after the stated duration has changed."""
    gates = check(transcript.read_cues(), stated_duration=transcript.episode.stated_duration)
    transcript.gates = [gate.as_dict() for gate in gates]
    transcript.gates_failed = sum(1 for gate in gates if not gate.passed)
    transcript.save(update_fields=["gates", "gates_failed"])


def speakers_version(transcript: Transcript) -> str:
    """Return a checksum of the speakers' names and roles, to detect later changes.

    Runs one query.
    """
    marks = transcript.speaker_marks.order_by("name").values_list("name", "shown_as", "role")
    return hashlib.sha256(json.dumps(list(marks)).encode()).hexdigest()[:16]


@transaction.atomic
def mark_speakers(
    transcript: Transcript, marks: Sequence[Speaker], *, by: Account, opened_at: str = ""
) -> PendingChange | None:
    """Store the names and roles of speakers, and update the assessments.

    If the transcript is on a published page, the change waits for review and is returned.
    `opened_at` is the `speakers_version` that `by` has seen; '' skips the check for later changes.
    Raises `Stale` if the speakers have changed since then or another transcript has become current,
    and Rejected if a speaker is unknown or a display name has two roles.
    """
    account = require(by, "library.change_transcript", "mark speakers")
    Episode.objects.select_for_update().get(pk=transcript.episode_id)
    if opened_at and not transcript.episode.transcripts.current().filter(pk=transcript.pk).exists():
        raise Stale("Another transcript became the current one while you were editing.")
    if opened_at and opened_at != speakers_version(transcript):
        raise Stale("Someone else changed the speakers while you were editing.")
    unknown = [mark.name for mark in marks if mark.name not in transcript.speakers]
    if unknown:
        raise Rejected([f"No speaker is called {name!r} in this transcript." for name in unknown])
    new = [_tidy(mark) for mark in with_one_role(marks)]
    if transcript.is_current and must_wait(transcript.episode):
        return _propose_marks(transcript, new, account)
    store_marks(transcript, new, account, "")
    for change in transcript.pending_changes.waiting():
        # Saving makes a new version of the proposal, so its reviewer must read it again.
        set_history_author(change, account, "Speakers edited")
        change.save()
    return None


def with_one_role(marks: Sequence[Speaker]) -> list[Speaker]:
    """Return `marks` with the same role for all speakers who share a display name.

    Raises Rejected if speakers with the same display name have different roles.
    """
    roles: dict[str, set[str]] = {}
    for mark in marks:
        roles.setdefault(_shown(mark), set()).update({mark.role} - {""})
    reasons = [
        f"“{shown}” has more than one role: {', '.join(sorted(names))}. Choose one."
        for shown, names in roles.items()
        if len(names) > 1
    ]
    if reasons:
        raise Rejected(reasons)
    return [replace(mark, role=next(iter(roles[_shown(mark)]), "")) for mark in marks]


def _shown(mark: Speaker) -> str:
    return mark.shown_as.strip() or mark.name


def _tidy(mark: Speaker) -> Speaker:
    shown_as = mark.shown_as.strip()
    return replace(mark, shown_as="" if shown_as == mark.name else shown_as)


def _propose_marks(
    transcript: Transcript, marks: Sequence[Speaker], account: AbstractUser
) -> PendingChange | None:
    stored = {mark.name: [mark.shown_as, mark.role] for mark in transcript.speaker_marks.all()}
    after = {mark.name: [mark.shown_as, mark.role] for mark in marks}
    before = {name: stored.get(name, ["", ""]) for name in after}
    names = [name for name in after if after[name] != before[name]]
    if not names:
        return None
    return propose(
        transcript.episode,
        Kind.SPEAKERS,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names},
        by=account,
        transcript=transcript,
    )


@transaction.atomic
def store_marks(
    transcript: Transcript, marks: Sequence[Speaker], account: AbstractUser, reason: str
) -> None:
    """Store the names and roles without checking permissions, and update the assessments."""
    for mark in marks:
        _store_mark(transcript, mark, account, reason)
    sum_up_again(transcript)


def _store_mark(transcript: Transcript, new: Speaker, account: AbstractUser, reason: str) -> None:
    mark = transcript.speaker_marks.filter(name=new.name).first()
    if mark is None and not (new.shown_as or new.role):
        return
    mark = mark or SpeakerMark(transcript=transcript, name=new.name)
    if mark.pk is None or (mark.shown_as, mark.role) != (new.shown_as, new.role):
        mark.shown_as, mark.role = new.shown_as, new.role
        set_history_author(mark, account, reason)
        mark.save()


@transaction.atomic
def sum_up_again(transcript: Transcript) -> None:
    """Recalculate every automatic assessment of `transcript` from its segment scores."""
    for assessment in transcript.assessments.automatic():
        scores = list(
            assessment.segment_scores.select_related("segment").order_by("segment__index")
        )
        judgements = [
            Judgement(score.score or 0.0, Lens(score.lens), partial(_phrases, score.phrases))
            for score in scores
        ]
        fields = sum_up(transcript, [score.segment for score in scores], judgements)
        before = (assessment.left_out, assessment.evidence_mode)
        if (fields["left_out"], fields["evidence_mode"]) == before:
            continue
        Assessment.objects.filter(pk=assessment.pk).update(**fields)
        assessment.refresh_from_db()
        ending = "" if fields["left_out"] == before[0] else "; advertising segments changed"
        set_history_author(assessment, None, f"Speakers edited{ending}")
        assessment.save()


def _phrases(rows: list[dict[str, object]]) -> list[Phrase]:
    return [Phrase(**row) for row in rows]  # type: ignore[arg-type]


def require(by: Account | AnonymousUser, permission: str, action: str) -> AbstractUser:
    """Return `by`, or raise NotAllowed if the account lacks `permission`.

    `action` completes the message: “You do not have permission to …”.
    """
    if not isinstance(by, AbstractUser) or not by.has_perm(permission):
        raise NotAllowed([f"You do not have permission to {action}."])
    return by
