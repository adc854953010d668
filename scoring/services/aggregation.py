"""Aggregate the judgements of a transcript's segments into an assessment."""

from collections.abc import Sequence
from typing import Any

from library.models import Segment, SpeakerMark, Transcript
from scoring.core.adverts import advert_segments
from scoring.core.position import Placement, ingredients_of
from scoring.core.position_sentences import whole_sentence
from scoring.core.scorers import Judgement
from scoring.core.sentences import bullets
from scoring.core.spectrum import EvidenceMode, Lens, band_of
from scoring.core.stats import statistics_of
from scoring.core.summary import summarise
from scoring.core.whole import WholeReading

NOT_PLACED: dict[str, Any] = {
    "position": None,
    "low": None,
    "high": None,
    "band": "",
    "charge": None,
    "stance_kind": "",
    "statistics": None,
    "trail": [],
    "bullets": [],
}
"""Values of the position-dependent fields for an assessment without a position."""

Numbered = tuple[int, Judgement]
"""A segment's number, from 1, and its judgement."""


def sum_up(
    transcript: Transcript, segments: Sequence[Segment], judgements: Sequence[Judgement]
) -> dict[str, Any]:
    """Return the fields of the automatic assessment of `transcript`.

    Advertising and passages that are not about AI are excluded from the position and the
    statistics. A conversation that is hardly about AI gets no position.
    """
    marks = {mark.name: mark for mark in transcript.speaker_marks.all()}
    left_out = _adverts(transcript, segments, marks)
    counted = [
        (segment.index, judgement)
        for segment, judgement in zip(segments, judgements, strict=True)
        if segment.index not in left_out
    ]
    about = [each for each in counted if each[1].lens is not Lens.OFF_TOPIC]
    summary = summarise(
        [judgement for _, judgement in counted], checked=transcript.is_written_by_people
    )
    made_of = ingredients_of([judgement.score for _, judgement in about])
    off_topic = [number for number, judgement in counted if judgement.lens is Lens.OFF_TOPIC]
    placed = summary.placement and _placed(summary.placement, about, left_out, len(off_topic))
    return {
        **(placed or NOT_PLACED),
        "lens": summary.lens,
        "confidence": summary.confidence,
        "confidence_reasons": summary.reasons,
        "ingredients": {**made_of.as_dict(), "of": len(counted)},
        "evidence_mode": EvidenceMode.of(_speaker_count(transcript, marks)),
        "left_out": left_out,
        "off_topic": off_topic,
    }


def _placed(
    placement: Placement, about: Sequence[Numbered], left_out: Sequence[int], off_topic: int
) -> dict[str, Any]:
    """Return the position-dependent fields, calculated from the passages about AI."""
    judgements = [judgement for _, judgement in about]
    scores = [judgement.score for judgement in judgements]
    return {
        "position": placement.position,
        "low": placement.low,
        "high": placement.high,
        "band": band_of(placement.position),
        "charge": placement.ingredients.charge,
        "stance_kind": placement.kind,
        "statistics": statistics_of(scores).as_dict(),
        "trail": scores,
        "bullets": bullets(
            judgements,
            numbers=[number for number, _ in about],
            left_out=left_out,
            off_topic=off_topic,
        ),
    }


def whole_fields(transcript: Transcript, reading: WholeReading, passages: int) -> dict[str, Any]:
    """Return the fields of an assessment that is based on the whole conversation.

    `passages` is the number of segments that are not advertising. The position has no interval. A
    conversation that is not about AI gets no position.
    """
    marks = {mark.name: mark for mark in transcript.speaker_marks.all()}
    placed = {
        "position": reading.position,
        "band": band_of(reading.position),
        "charge": reading.charge,
        "stance_kind": reading.kind,
    }
    return {
        **NOT_PLACED,
        **(placed if reading.placed else {}),
        "lens": reading.lens,
        "claim": reading.claim,
        "topics": list(reading.topics),
        "split": reading.split,
        "confidence": reading.confidence,
        "confidence_reasons": [whole_sentence(passages)],
        "evidence_mode": EvidenceMode.of(_speaker_count(transcript, marks)),
    }


def adverts_of(transcript: Transcript, segments: Sequence[Segment]) -> list[int]:
    """Return the numbers of the advertising segments, based on the speakers' roles."""
    marks = {mark.name: mark for mark in transcript.speaker_marks.all()}
    return _adverts(transcript, segments, marks)


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
