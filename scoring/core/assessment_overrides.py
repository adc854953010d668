"""Match the segment scores of an editorial assessment file to a transcript."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.assessment_file import AssessmentFile, Override


@dataclass(frozen=True, slots=True)
class TimedSegment:
    """A segment that an override can refer to: its index, and its times in seconds if known."""

    index: int
    start: float | None
    end: float | None


def match_overrides(
    file: AssessmentFile, segments: Sequence[TimedSegment]
) -> list[tuple[TimedSegment, Override]]:
    """Return each override with the segment that it refers to.

    A time between two segments refers to the earlier one. Raises AssessmentFileError if an override
    refers to a segment that does not exist, or if two overrides refer to the same segment.
    """
    matched: dict[int, tuple[TimedSegment, Override]] = {}
    faults: list[tuple[str, str]] = []
    for number, override in enumerate(file.overrides):
        key = f"/overrides/{number}/{'time' if override.index is None else 'index'}"
        segment, reason = _match(override, segments)
        if segment is None:
            faults.append((key, reason))
        elif segment.index in matched:
            faults.append((key, f"segment {segment.index} occurs twice"))
        else:
            matched[segment.index] = (segment, override)
    if faults:
        raise file.refuse(faults)
    return list(matched.values())


def _match(override: Override, segments: Sequence[TimedSegment]) -> tuple[TimedSegment | None, str]:
    if not segments:
        return None, "the episode has no transcript"
    if override.index is not None:
        if override.index > len(segments):
            return None, f"{override.index} is greater than the last segment, {len(segments)}"
        return segments[override.index - 1], ""
    time = override.time or 0.0
    timed = [segment for segment in segments if segment.start is not None]
    if not timed:
        return None, "the transcript has no timestamps; use the segment index"
    last = max((segment.end or 0.0) for segment in timed)
    if time > last:
        return None, f"{time:g} seconds is after the end of the transcript, {last:g}"
    before = [segment for segment in timed if (segment.start or 0.0) <= time]
    return (before or timed[:1])[-1], ""
