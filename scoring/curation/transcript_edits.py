"""Edit transcripts.

A stored transcript never changes: a correction creates a new one. An action that is not allowed
raises `Rejected` with every reason and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import transaction

from library.captions import Limits, ParsedTranscript
from library.captions.quality_checks import check
from library.models import Episode, Segment, SpeakerMark, Transcript
from library.services.episodes import set_history_author, store_transcript
from library.services.import_details import Provenance
from scoring.core.scorers import Judgement, Phrase
from scoring.core.slicing import reslice
from scoring.core.spectrum import Lens
from scoring.curation.workflow import Account, NotAllowed, Rejected
from scoring.models import Assessment, SegmentScore
from scoring.services.aggregation import sum_up

MAX_CHARACTERS = Limits().cue_characters


@dataclass(frozen=True, slots=True)
class Said:
    """The display name and role of one speaker."""

    name: str
    shown_as: str = ""
    role: str = ""


@transaction.atomic
def replace_transcript(
    episode: Episode,
    *,
    parsed: ParsedTranscript,
    provenance: Provenance,
    by: Account,
    reason: str = "",
) -> tuple[Transcript, bool]:
    """Store `parsed` as the current transcript; the previous one stays stored."""
    account = _require(by, "library.add_transcript", "add transcripts")
    return store_transcript(
        episode, parsed=parsed, provenance=provenance, by=account, reason=reason
    )


@transaction.atomic
def waive_gates(transcript: Transcript, *, by: Account, reason: str) -> None:
    """Accept a transcript that failed quality checks, so that it can be published."""
    account = _require(by, "library.waive_gates", "accept failed quality checks")
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
def check_gates(transcript: Transcript) -> None:
    """Repeat the quality checks after a change of their inputs."""
    gates = check(transcript.read_cues(), stated_duration=transcript.episode.stated_duration)
    transcript.gates = [gate.as_dict() for gate in gates]
    transcript.gates_failed = sum(1 for gate in gates if not gate.passed)
    transcript.save(update_fields=["gates", "gates_failed"])


@transaction.atomic
def mark_speakers(transcript: Transcript, marks: Sequence[Said], *, by: Account) -> None:
    """Store names and roles of speakers, and update the assessments."""
    account = _require(by, "library.change_transcript", "mark speakers")
    unknown = [mark.name for mark in marks if mark.name not in transcript.speakers]
    if unknown:
        raise Rejected([f"No speaker is called {name!r} in this transcript." for name in unknown])
    for mark in marks:
        shown_as = "" if mark.shown_as.strip() == mark.name else mark.shown_as.strip()
        _store_mark(transcript, replace(mark, shown_as=shown_as), account)
    sum_up_again(transcript)


def _store_mark(transcript: Transcript, new: Said, account: AbstractUser) -> None:
    mark = transcript.speaker_marks.filter(name=new.name).first()
    if mark is None and not (new.shown_as or new.role):
        return
    mark = mark or SpeakerMark(transcript=transcript, name=new.name)
    if mark.pk is None or (mark.shown_as, mark.role) != (new.shown_as, new.role):
        mark.shown_as, mark.role = new.shown_as, new.role
        set_history_author(mark, account, "")
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


@transaction.atomic
def correct_cue(
    transcript: Transcript, number: int, *, text: str, speaker: str, by: Account
) -> Transcript:
    """Correct cue `number` (from 1) in a new transcript, make it current and return it.

    Its segments have the same boundaries, so that links to them still work.
    """
    account = _require(by, "library.change_transcript", "correct transcripts")
    cues = transcript.read_cues()
    if not 1 <= number <= len(cues):
        raise Rejected([f"There is no cue {number}; the last one is {len(cues)}."])
    cue = replace(cues[number - 1], text=" ".join(text.split()), speaker=" ".join(speaker.split()))
    max_length = max(MAX_CHARACTERS, len(cues[number - 1].text) * 2)
    if not cue.text:
        raise Rejected(["The text of the cue is empty."])
    if len(cue.text) > max_length:
        raise Rejected([f"A cue can have at most {max_length:,} characters."])
    corrected = [*cues[: number - 1], cue, *cues[number:]]
    parsed = ParsedTranscript(
        transcript.source_format, tuple(corrected), transcript.repairs, transcript.language
    )
    new, changed = store_transcript(
        transcript.episode,
        parsed=parsed,
        provenance=Provenance(
            kind=Transcript.Kind(transcript.kind),
            source_name=transcript.source_name,
            source_note=transcript.source_note,
            video_id=transcript.video_id,
        ),
        by=account,
    )
    if changed and not new.segments.exists():
        _carry_over(transcript, new)
    if changed:
        _carry_overrides(transcript, new)
    return new


def _carry_over(old: Transcript, new: Transcript) -> None:
    """Copy segments, speaker marks and accepted quality checks to a corrected transcript."""
    new.corrects = old
    new.gates_waived_reason = old.gates_waived_reason if new.gates_failed else ""
    new.gates_waived_by = old.gates_waived_by if new.gates_failed else None
    set_history_author(new, None, "Cue corrected")
    new.save(update_fields=["corrects", "gates_waived_reason", "gates_waived_by"])
    begins = list(old.segments.order_by("index").values_list("first_cue", "first_word"))
    try:
        slices = reslice(old.read_cues(), begins, new.read_cues()) if begins else []
    except ValueError as error:
        raise Rejected([f"{str(error).capitalize()}."]) from None
    Segment.objects.bulk_create(
        Segment(
            transcript=new,
            index=new_slice.index,
            text=new_slice.text,
            start=new_slice.start,
            end=new_slice.end,
            first_cue=new_slice.first_cue,
            first_word=new_slice.first_word,
            last_cue=new_slice.last_cue,
        )
        for new_slice in slices
    )
    for mark in old.speaker_marks.all():
        if mark.name in new.speakers:
            SpeakerMark.objects.create(
                transcript=new, name=mark.name, shown_as=mark.shown_as, role=mark.role
            )


def _carry_overrides(old: Transcript, new: Transcript) -> None:
    """Move editors' scores of segments to the same segments of `new`.

    The checksum of the assessment does not change: it identifies the text the editor judged.
    """
    by_beginning = {_beginning(segment): segment for segment in new.segments.all()}
    for assessment in old.assessments.editorial().select_related("episode"):
        scores = list(assessment.segment_scores.select_related("segment"))
        if not all(_beginning(score.segment) in by_beginning for score in scores):
            continue
        for score in scores:
            score.segment = by_beginning[_beginning(score.segment)]
        SegmentScore.objects.bulk_update(scores, ["segment"])
        assessment.transcript = new
        set_history_author(
            assessment, None, "Cue corrected; editor scores moved to the new transcript"
        )
        assessment.save(update_fields=["transcript"])


def _beginning(segment: Segment) -> tuple[int, int, int]:
    return segment.index, segment.first_cue, segment.first_word


def _require(by: Account | AnonymousUser, permission: str, action: str) -> AbstractUser:
    if not isinstance(by, AbstractUser) or not by.has_perm(permission):
        raise NotAllowed([f"You do not have permission to {action}."])
    return by
