"""Edit the cues of a transcript, and choose the current transcript of an episode.

A stored transcript never changes. Each save stores all of its edits as one new transcript.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction

from library.captions import ParsedTranscript
from library.captions.editing import Edit, EditedCues, EditError, apply_edits, describe_edits
from library.captions.quality_checks import with_word_gates
from library.models import Episode, PendingChange, SpeakerMark, Transcript
from library.services import transcripts
from library.services.import_details import Provenance
from library.services.review import Kind, must_wait, own_waiting
from library.services.versions import set_history_author
from scoring.core.slicing import Slice, slice_at
from scoring.curation.transcript_edits import Stale, require
from scoring.curation.workflow import Account, Rejected
from scoring.models import SegmentScore
from scoring.services.segments import store_segments

ADVERT = "Advert"
"""Speaker name for advertising: a new speaker with this name gets the advertising role."""


class Outdated(Stale):
    """The edited transcript is out of date; `current` is the transcript to edit instead."""

    def __init__(self, current: Transcript, reason: str) -> None:
        super().__init__(reason)
        self.current = current


def edit_cues(transcript: Transcript, edits: Sequence[Edit], *, by: Account) -> Transcript:
    """Apply `edits` to `transcript`, store the result as a new transcript, and return it.

    If the episode is published, the new transcript becomes current when a second person accepts it,
    otherwise immediately. Segments start at the same words as before, so links to them still work.

    Raises Rejected if an edit is invalid. If a transcript proposed by `by` is waiting for review,
    only that transcript can be edited, otherwise only the current one; Outdated is raised for any
    other transcript.
    """
    account = require(by, "library.change_transcript", "edit transcripts")
    cues = transcript.read_cues()
    try:
        edited = apply_edits(cues, edits)
        reason = f"Cues edited: {describe_edits(cues, edits) or 'no change'}"
    except EditError as error:
        raise Rejected(error.reasons) from None
    parsed = with_word_gates(
        ParsedTranscript(
            transcript.source_format, edited.cues, transcript.repairs, transcript.language
        )
    )
    with transaction.atomic():
        return _store(transcript, edited, parsed, account, reason)


def _store(
    transcript: Transcript,
    edited: EditedCues,
    parsed: ParsedTranscript,
    account: AbstractUser,
    reason: str,
) -> Transcript:
    episode = Episode.objects.select_for_update().get(pk=transcript.episode_id)
    waits = must_wait(episode)
    proposed = own_waiting(episode, Kind.TRANSCRIPT, account) if waits else None
    _refuse_outdated(transcript, proposed)
    slices, numbers = _slices(transcript, edited)
    new, changed = transcripts.store_or_propose(
        episode,
        parsed=parsed,
        provenance=_provenance(transcript),
        by=account,
        reason=reason,
        waits=waits,
        segments=_since_current(numbers, proposed),
    )
    if changed and not new.segments.exists():
        _carry_over(transcript, new, slices, account, reason)
    if changed and not waits:
        carry_overrides(transcript, new, numbers)
    return new


@transaction.atomic
def make_current(transcript: Transcript, *, by: Account) -> bool:
    """Make an earlier transcript of an episode the current one.

    Returns True if the change waits for a second person because the episode is published.
    """
    account = require(by, "library.change_transcript", "edit transcripts")
    episode = Episode.objects.select_for_update().get(pk=transcript.episode_id)
    if episode.transcripts.current().filter(pk=transcript.pk).exists():
        return False
    reason = "Made current again"
    if must_wait(episode):
        transcripts.propose_transcript(transcript, by=account, reason=reason)
        return True
    transcripts.make_current(transcript, by=account, reason=reason)
    return False


def _refuse_outdated(transcript: Transcript, proposed: PendingChange | None) -> None:
    if proposed is not None and proposed.transcript is not None:
        if proposed.transcript.pk != transcript.pk:
            reason = "Your proposed transcript is waiting for review. Edit that one instead."
            raise Outdated(proposed.transcript, reason)
        return
    current = transcript.episode.transcripts.current().without_cues().first()
    if current is not None and current.pk != transcript.pk:
        raise Outdated(current, "The transcript was replaced after you opened it.")


def _slices(old: Transcript, edited: EditedCues) -> tuple[list[tuple[int, Slice]], dict[int, int]]:
    """Return the slices of the edited cues, and a map from old segment numbers to new ones.

    Each slice is paired with the index of its old segment, from 0. The map leaves out segments that
    have no words left.
    """
    segments = list(old.segments.order_by("index").values_list("index", "first_cue", "first_word"))
    begins = [edited.position(cue, word) for _, cue, word in segments]
    slices = slice_at(edited.cues, begins) if begins else []
    return slices, {segments[old_index][0]: new_slice.index for old_index, new_slice in slices}


def _since_current(numbers: dict[int, int], proposed: PendingChange | None) -> dict[int, int]:
    """Return a map from the current transcript's segment numbers to those of the new transcript.

    `numbers` maps the segment numbers of the edited transcript to the new ones. If the edited
    transcript is the one in `proposed`, its own map from the current transcript is applied first.
    """
    earlier: dict[str, int] | None = proposed.after.get("segments") if proposed else None
    if earlier is None:
        return numbers
    return {int(old): numbers[new] for old, new in earlier.items() if new in numbers}


def _provenance(transcript: Transcript) -> Provenance:
    return Provenance(
        kind=Transcript.Kind(transcript.kind),
        source_name=transcript.source_name,
        source_note=transcript.source_note,
        video_id=transcript.video_id,
    )


def _carry_over(
    old: Transcript,
    new: Transcript,
    slices: Sequence[tuple[int, Slice]],
    account: AbstractUser,
    reason: str,
) -> None:
    """Store the segments of `new`; copy speaker labels and accepted check failures from `old`."""
    new.corrects = old
    new.gates_waived_reason = old.gates_waived_reason if new.gates_failed else ""
    new.gates_waived_by = old.gates_waived_by if new.gates_failed else None
    set_history_author(new, account, reason)
    new.save(update_fields=["corrects", "gates_waived_reason", "gates_waived_by"])
    store_segments(new, [piece for _, piece in slices], new.read_cues())
    _carry_marks(old, new, account)


def _carry_marks(old: Transcript, new: Transcript, account: AbstractUser) -> None:
    """Copy the speaker labels from `old` to `new`.

    Names that occur only in `new` get a role too: `ADVERT` gets the advertising role, and any other
    name gets the role of the old speaker displayed under that name, if there is one.
    """
    marks = list(old.speaker_marks.all())
    roles = {mark.shown_as: mark.role for mark in marks if mark.shown_as and mark.role}
    marked: dict[str, dict[str, Any]] = {
        mark.name: {"shown_as": mark.shown_as, "role": mark.role} for mark in marks
    }
    for name in set(new.speakers) - set(old.speakers):
        role = SpeakerMark.Role.ADVERT if name == ADVERT else roles.get(name)
        if role:
            marked[name] = {"role": role}
    for name, fields in marked.items():
        if name in new.speakers and not new.speaker_marks.filter(name=name).exists():
            mark = SpeakerMark(transcript=new, name=name, **fields)
            set_history_author(mark, account, "Copied to an edited transcript")
            mark.save()


def carry_overrides(old: Transcript, new: Transcript, numbers: Mapping[int, int]) -> None:
    """Move editors' segment scores to the corresponding segments of `new`.

    `numbers` maps the old segment numbers to the new ones. If a scored segment has no words left,
    its whole assessment stays with `old`. The `transcript_checksum` of an assessment does not
    change, because it identifies the text that the editor assessed.
    """
    by_index = {segment.index: segment for segment in new.segments.all()}
    for assessment in old.assessments.editorial().select_related("episode"):
        scores = list(assessment.segment_scores.select_related("segment"))
        targets = [by_index.get(numbers.get(score.segment.index, 0)) for score in scores]
        if None in targets:
            continue
        for score, target in zip(scores, targets, strict=True):
            score.segment = target  # type: ignore[assignment]
        SegmentScore.objects.bulk_update(scores, ["segment"])
        assessment.transcript = new
        set_history_author(
            assessment, None, "Cues edited; editor scores moved to the new transcript"
        )
        assessment.save(update_fields=["transcript"])
