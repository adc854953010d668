"""What editors do to transcripts. The words stored are never changed: a correction is a new one.

A step that is not allowed raises `Refused` with its reasons and changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import transaction

from library.captions import Limits, ParsedTranscript
from library.captions.quality_checks import check
from library.models import Episode, Segment, SpeakerMark, Transcript
from library.services.episodes import Provenance, author, store_transcript
from scoring.core.scorers import Judgement, Phrase
from scoring.core.slicing import reslice
from scoring.core.spectrum import Lens
from scoring.curation.workflow import Account, NotAllowed, Refused
from scoring.models import Assessment, SegmentScore
from scoring.services.aggregation import sum_up

MOST_CHARACTERS = Limits().cue_characters


@dataclass(frozen=True, slots=True)
class Said:
    """What an editor says of one speaker's name."""

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
    """Store what an editor handed in as the current transcript; the one before is kept."""
    account = _may(by, "library.add_transcript", "store transcripts")
    return store_transcript(
        episode, parsed=parsed, provenance=provenance, by=account, reason=reason
    )


@transaction.atomic
def waive_gates(transcript: Transcript, *, by: Account, reason: str) -> None:
    """Let a transcript that failed a sanity gate be published all the same."""
    account = _may(by, "library.waive_gates", "waive sanity gates")
    reasons = []
    if not transcript.gates_failed:
        reasons.append("It passed every gate; there is nothing to waive.")
    if not reason.strip():
        reasons.append("Give a reason; it is shown with the transcript.")
    if reasons:
        raise Refused(reasons)
    transcript.gates_waived_reason = reason.strip()
    transcript.gates_waived_by = account
    author(transcript, account, f"Gates waived: {reason.strip()}")
    transcript.save(update_fields=["gates_waived_reason", "gates_waived_by"])


@transaction.atomic
def check_gates(transcript: Transcript) -> None:
    """Run the gates again, after what they compare with has changed."""
    gates = check(transcript.read_cues(), stated_duration=transcript.episode.stated_duration)
    transcript.gates = [gate.as_dict() for gate in gates]
    transcript.gates_failed = sum(1 for gate in gates if not gate.passed)
    transcript.save(update_fields=["gates", "gates_failed"])


@transaction.atomic
def mark_speakers(transcript: Transcript, said: Sequence[Said], *, by: Account) -> None:
    """Store names and roles of speakers, and sum up anew what depends on them."""
    account = _may(by, "library.change_transcript", "mark speakers")
    unknown = [one.name for one in said if one.name not in transcript.speakers]
    if unknown:
        raise Refused([f"Nobody is called {name!r} in this transcript." for name in unknown])
    for one in said:
        shown_as = "" if one.shown_as.strip() == one.name else one.shown_as.strip()
        _store_mark(transcript, replace(one, shown_as=shown_as), account)
    sum_up_again(transcript)


def _store_mark(transcript: Transcript, said: Said, account: AbstractUser) -> None:
    mark = transcript.speaker_marks.filter(name=said.name).first()
    if mark is None and not (said.shown_as or said.role):
        return
    mark = mark or SpeakerMark(transcript=transcript, name=said.name)
    if mark.pk is None or (mark.shown_as, mark.role) != (said.shown_as, said.role):
        mark.shown_as, mark.role = said.shown_as, said.role
        author(mark, account, "")
        mark.save()


@transaction.atomic
def sum_up_again(transcript: Transcript) -> None:
    """Sum up the segment scores of every automatic assessment of `transcript` anew."""
    for assessment in transcript.assessments.automatic():
        scores = list(
            assessment.segment_scores.select_related("segment").order_by("segment__index")
        )
        judgements = [
            Judgement(score.score or 0.0, Lens(score.lens), partial(_phrases, score.phrases))
            for score in scores
        ]
        fields = sum_up(transcript, [score.segment for score in scores], judgements)
        known = (assessment.left_out, assessment.evidence_mode)
        if (fields["left_out"], fields["evidence_mode"]) == known:
            continue
        Assessment.objects.filter(pk=assessment.pk).update(**fields)
        assessment.refresh_from_db()
        ending = "" if fields["left_out"] == known[0] else "; adverts are left out"
        author(assessment, None, f"Speakers were marked{ending}")
        assessment.save()


def _phrases(rows: list[dict[str, object]]) -> list[Phrase]:
    return [Phrase(**row) for row in rows]  # type: ignore[arg-type]


@transaction.atomic
def correct_cue(
    transcript: Transcript, number: int, *, text: str, speaker: str, by: Account
) -> Transcript:
    """Store a transcript with cue `number`, from 1, in other words; return it, current now.

    Its segments begin where those of `transcript` do, so links to them keep their meaning.
    """
    account = _may(by, "library.change_transcript", "correct transcripts")
    cues = transcript.read_cues()
    if not 1 <= number <= len(cues):
        raise Refused([f"There is no cue {number}; the last is {len(cues)}."])
    cue = replace(cues[number - 1], text=" ".join(text.split()), speaker=" ".join(speaker.split()))
    if not cue.text or len(cue.text) > max(MOST_CHARACTERS, len(cues[number - 1].text) * 2):
        raise Refused(["A cue needs words, and not more than anybody would read."])
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
    """Give a corrected transcript the segments, marks and waiver of the one it corrects."""
    new.corrects = old
    new.gates_waived_reason = old.gates_waived_reason if new.gates_failed else ""
    new.gates_waived_by = old.gates_waived_by if new.gates_failed else None
    author(new, None, "A cue was corrected")
    new.save(update_fields=["corrects", "gates_waived_reason", "gates_waived_by"])
    begins = list(old.segments.order_by("index").values_list("first_cue", "first_word"))
    try:
        pieces = reslice(old.read_cues(), begins, new.read_cues()) if begins else []
    except ValueError as error:
        raise Refused([f"{str(error).capitalize()}."]) from None
    Segment.objects.bulk_create(
        Segment(
            transcript=new,
            index=piece.index,
            text=piece.text,
            start=piece.start,
            end=piece.end,
            first_cue=piece.first_cue,
            first_word=piece.first_word,
            last_cue=piece.last_cue,
        )
        for piece in pieces
    )
    for mark in old.speaker_marks.all():
        if mark.name in new.speakers:
            SpeakerMark.objects.create(
                transcript=new, name=mark.name, shown_as=mark.shown_as, role=mark.role
            )


def _carry_overrides(old: Transcript, new: Transcript) -> None:
    """Let editors' words on segments of `old` be of the segments of `new` that begin alike.

    The checksum that an assessment names stays: those are the words that its editor heard.
    """
    alike = {_beginning(segment): segment for segment in new.segments.all()}
    for assessment in old.assessments.editorial().select_related("episode"):
        scores = list(assessment.segment_scores.select_related("segment"))
        if not all(_beginning(score.segment) in alike for score in scores):
            continue
        for score in scores:
            score.segment = alike[_beginning(score.segment)]
        SegmentScore.objects.bulk_update(scores, ["segment"])
        assessment.transcript = new
        author(assessment, None, "A cue was corrected; its passages keep their places")
        assessment.save(update_fields=["transcript"])


def _beginning(segment: Segment) -> tuple[int, int, int]:
    return segment.index, segment.first_cue, segment.first_word


def _may(by: Account | AnonymousUser, permission: str, deed: str) -> AbstractUser:
    if not isinstance(by, AbstractUser) or not by.has_perm(permission):
        raise NotAllowed([f"Your account may not {deed}."])
    return by
