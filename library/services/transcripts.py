"""Store transcripts, each in one transaction."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from library.captions import ParsedTranscript
from library.captions.quality_checks import check_parsed
from library.models import Episode, Transcript
from library.services.import_details import Provenance
from library.services.review import Kind, propose
from library.services.schedules import cancel_schedule
from library.services.versions import set_history_author


@transaction.atomic
def store_transcript(
    episode: Episode,
    *,
    parsed: ParsedTranscript,
    provenance: Provenance,
    by: AbstractBaseUser | None = None,
    reason: str = "",
    current: bool = True,
) -> tuple[Transcript, bool]:
    """Store `parsed` and make it the current transcript of `episode`.

    Returns the transcript and whether anything changed. With `current=False`, the transcript is
    stored but not made current. Earlier transcripts stay stored; if one has the same checksum, it
    becomes current again. The history records `by` (None for the system) and `reason`. To keep this
    transaction short, call `quality_checks.with_word_gates` first.
    """
    Episode.objects.select_for_update().get(pk=episode.pk)
    existing = episode.transcripts.without_cues().filter(checksum=parsed.checksum).first()
    if existing is not None and existing.is_current:
        return existing, False
    if existing is None:
        transcript = _transcript(episode, parsed, provenance)
        transcript.is_current = False
        set_history_author(transcript, by, reason)
        if current:
            episode.transcripts.current().update(is_current=False)
            transcript.is_current = True
            cancel_schedule(episode)
        transcript.save()
        return transcript, True
    if current:
        make_current(existing, by=by, reason=reason)
    return existing, True


@transaction.atomic
def make_current(transcript: Transcript, *, by: AbstractBaseUser | None, reason: str) -> None:
    """Make a stored transcript the current transcript of its episode."""
    cancel_schedule(transcript.episode)
    transcript.episode.transcripts.current().update(is_current=False)
    transcript.is_current = True
    set_history_author(transcript, by, reason)
    transcript.save(update_fields=["is_current"])


@transaction.atomic
def store_or_propose(
    episode: Episode,
    *,
    parsed: ParsedTranscript,
    provenance: Provenance,
    waits: bool,
    by: AbstractBaseUser | None = None,
    reason: str = "",
    segments: Mapping[int, int] | None = None,
) -> tuple[Transcript, bool]:
    """Make `parsed` the current transcript, or propose it for review if `waits` is true.

    For a correction of the current transcript, `segments` maps the old number of each remaining
    segment to its new number. Returns the transcript and whether anything changed.
    """
    transcript, changed = store_transcript(
        episode, parsed=parsed, provenance=provenance, by=by, reason=reason, current=not waits
    )
    if waits and changed:
        propose_transcript(transcript, by=by, reason=reason, segments=segments)
    return transcript, changed


def propose_transcript(
    transcript: Transcript,
    *,
    by: AbstractBaseUser | None,
    reason: str,
    segments: Mapping[int, int] | None = None,
) -> None:
    """Propose that a stored transcript become the current transcript of its published episode.

    `segments` is described in `store_or_propose`.
    """
    current = transcript.episode.transcripts.current().values_list("checksum", flat=True).first()
    after: dict[str, Any] = {"checksum": transcript.checksum, "corrects": segments is not None}
    if segments is not None:
        after["segments"] = {str(old): new for old, new in segments.items()}
    propose(
        transcript.episode,
        Kind.TRANSCRIPT,
        before={"checksum": current or ""},
        after=after,
        by=by,
        reason=reason,
        transcript=transcript,
    )


def _transcript(episode: Episode, parsed: ParsedTranscript, provenance: Provenance) -> Transcript:
    times = [time for cue in parsed.cues for time in (cue.start, cue.end) if time is not None]
    gates = check_parsed(parsed, stated_duration=episode.stated_duration)
    return Transcript(
        episode=episode,
        kind=provenance.kind,
        source_name=provenance.source_name,
        source_note=provenance.source_note,
        source_format=parsed.format,
        video_id=provenance.video_id or episode.video_id,
        language=parsed.language,
        checksum=parsed.checksum,
        cues=[cue.as_dict() for cue in parsed.cues],
        repairs=parsed.repairs,
        cue_count=len(parsed.cues),
        word_count=parsed.word_count,
        speakers=list(parsed.speakers),
        duration=max(times, default=None),
        gates=[gate.as_dict() for gate in gates],
        gates_failed=sum(1 for gate in gates if not gate.passed),
    )
