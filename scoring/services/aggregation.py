"""What the judgements of a transcript's segments add up to."""

from collections.abc import Sequence
from typing import Any

from library.models import Segment, SpeakerMark, Transcript
from scoring.core.adverts import advert_segments
from scoring.core.position import Grounds, confidence_of, position_of
from scoring.core.scorers import Judgement
from scoring.core.sentences import bullets, main_lens
from scoring.core.spectrum import EvidenceMode, band_of
from scoring.core.stats import statistics_of


class NothingLeft(ValueError):
    """Every segment is advertising, so there is no conversation to place."""


def sum_up(
    transcript: Transcript, segments: Sequence[Segment], judgements: Sequence[Judgement]
) -> dict[str, Any]:
    """Return the fields of the automatic assessment; segments of advertising are in no figure.

    Raises NothingLeft when all are.
    """
    marks = {mark.name: mark for mark in transcript.speaker_marks.all()}
    left_out = _adverts(transcript, segments, marks)
    counted = [
        (segment.index, judgement)
        for segment, judgement in zip(segments, judgements, strict=True)
        if segment.index not in left_out
    ]
    if not counted:
        raise NothingLeft("every segment is advertising")
    kept = [judgement for _, judgement in counted]
    return {
        **_figures(kept, checked=transcript.is_written_by_people),
        "evidence_mode": EvidenceMode.of(_speaker_count(transcript, marks)),
        "bullets": bullets(kept, numbers=[number for number, _ in counted], left_out=left_out),
        "left_out": left_out,
    }


def _figures(kept: Sequence[Judgement], *, checked: bool) -> dict[str, Any]:
    scores = [judgement.score for judgement in kept]
    position = position_of(scores)
    evident = sum(1 for judgement in kept if judgement.phrases)
    confidence, reasons = confidence_of(
        Grounds(
            segments=len(scores),
            error=position.error,
            evidence=evident / len(scores),
            checked=checked,
        )
    )
    return {
        "position": position.score,
        "low": position.low,
        "high": position.high,
        "band": band_of(position.score),
        "lens": main_lens(kept),
        "confidence": confidence,
        "confidence_reasons": reasons,
        "statistics": statistics_of(scores).as_dict(),
        "trail": scores,
    }


def _adverts(
    transcript: Transcript, segments: Sequence[Segment], marks: dict[str, SpeakerMark]
) -> list[int]:
    adverts = {name for name, mark in marks.items() if mark.role == SpeakerMark.Role.ADVERT}
    if not adverts:
        return []
    begins = [(segment.first_cue, segment.first_word) for segment in segments]
    return advert_segments(transcript.read_cues(), begins, adverts)


def _speaker_count(transcript: Transcript, marks: dict[str, SpeakerMark]) -> int:
    return len(
        {
            str(marks.get(name, name))
            for name in transcript.speakers
            if name not in marks or marks[name].role != SpeakerMark.Role.ADVERT
        }
    )
