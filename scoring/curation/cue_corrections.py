"""Correct the cues of a transcript. The result is a new transcript, which becomes the current one.

The version of a transcript is the checksum of its cues: stored cues never change.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from library.captions import Cue, Limits, ParsedTranscript
from library.models import Episode, Segment, SpeakerMark, Transcript
from library.services.import_details import Provenance
from library.services.review import Kind, must_wait, own_waiting
from library.services.transcripts import store_or_propose
from library.services.versions import set_history_author
from scoring.core.slicing import reslice
from scoring.curation.transcript_edits import Stale, require
from scoring.curation.workflow import Account, Rejected
from scoring.models import SegmentScore

MAX_CHARACTERS = Limits().cue_characters


@dataclass(frozen=True, slots=True)
class CueChange:
    """The corrected text and speaker of the cue with this number, from 1."""

    number: int
    text: str
    speaker: str


@transaction.atomic
def correct_transcript(
    transcript: Transcript, *, opened_at: str, changes: Sequence[CueChange], by: Account
) -> Transcript:
    """Correct cues in one new transcript, make it current and return it.

    A published episode keeps its transcript until the new one, which is not current then, was
    reviewed. `opened_at` is the checksum of the transcript that `by` has seen. Raises `Stale`, and
    changes nothing, if the episode has another current transcript by now. Raises Rejected with
    every reason if a change is not valid. Segments keep their boundaries, so links still work.
    """
    account = require(by, "library.change_transcript", "correct transcripts")
    Episode.objects.select_for_update().get(pk=transcript.episode_id)
    episode = transcript.episode
    waits = must_wait(episode)
    _refuse_outdated(episode, opened_at, account if waits else None)
    cues = transcript.read_cues()
    reasons = [reason for change in changes for reason in _faults(cues, change)]
    if reasons:
        raise Rejected(reasons)
    for change in changes:
        text, speaker = _one_line(change.text), _one_line(change.speaker)
        cues[change.number - 1] = replace(cues[change.number - 1], text=text, speaker=speaker)
    parsed = ParsedTranscript(
        transcript.source_format, tuple(cues), transcript.repairs, transcript.language
    )
    new, changed = store_or_propose(
        episode,
        parsed=parsed,
        provenance=_provenance_of(transcript),
        by=account,
        reason=_summary(changes),
        waits=waits,
        corrects=True,
    )
    if changed and not new.segments.exists():
        _carry_over(transcript, new)
    if changed and not waits:
        carry_overrides(transcript, new)
    return new


def _provenance_of(transcript: Transcript) -> Provenance:
    return Provenance(
        kind=Transcript.Kind(transcript.kind),
        source_name=transcript.source_name,
        source_note=transcript.source_note,
        video_id=transcript.video_id,
    )


def _refuse_outdated(episode: Episode, opened_at: str, author: AbstractUser | None) -> None:
    """Raise `Stale` unless `opened_at` is the current transcript, or what `author` proposed."""
    own = own_waiting(episode, Kind.TRANSCRIPT, author) if author else None
    if own is not None and own.transcript is not None:
        if opened_at != own.transcript.checksum:
            raise Stale("You proposed a transcript that waits for review. Correct that one.")
    elif not episode.transcripts.current().filter(checksum=opened_at).exists():
        raise Stale("Another transcript became the current one while you were editing.")


def correct_cue(
    transcript: Transcript, number: int, *, text: str, speaker: str, by: Account
) -> Transcript:
    """Correct one cue of `transcript`, which must be the current one."""
    changes = [CueChange(number, text, speaker)]
    return correct_transcript(transcript, opened_at=transcript.checksum, changes=changes, by=by)


def same_cue(old: Sequence[Cue], number: int, current: Sequence[Cue]) -> int | None:
    """Return the number in `current` of cue `number` of `old`; None if it cannot be identified."""
    if len(old) == len(current):
        return number
    cue = old[number - 1]
    matches = [
        place
        for place, other in enumerate(current, start=1)
        if (other.start == cue.start if cue.start is not None else other.text == cue.text)
    ]
    return matches[0] if len(matches) == 1 else None


def _faults(cues: list[Cue], change: CueChange) -> list[str]:
    if not 1 <= change.number <= len(cues):
        return [f"There is no cue {change.number}; the last one is {len(cues)}."]
    text = _one_line(change.text)
    max_length = max(MAX_CHARACTERS, len(cues[change.number - 1].text) * 2)
    if not text:
        return [f"The text of cue {change.number} is empty."]
    if len(text) > max_length:
        return [f"A cue can have at most {max_length:,} characters."]
    return []


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _summary(changes: Sequence[CueChange]) -> str:
    numbers = ", ".join(str(change.number) for change in changes[:10])
    if len(changes) == 1:
        return f"Corrected cue {numbers}"
    more = f" and {len(changes) - 10} more" if len(changes) > 10 else ""
    return f"Corrected cues {numbers}{more}"


def _carry_over(old: Transcript, new: Transcript) -> None:
    """Copy segments, speaker marks and accepted quality checks to a corrected transcript."""
    new.corrects = old
    new.gates_waived_reason = old.gates_waived_reason if new.gates_failed else ""
    new.gates_waived_by = old.gates_waived_by if new.gates_failed else None
    set_history_author(new, None, "Linked to the transcript that it corrects")
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


def carry_overrides(old: Transcript, new: Transcript) -> None:
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
