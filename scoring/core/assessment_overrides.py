"""Match the segment scores of an editorial assessment file to a transcript."""

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.core.assessment_file import AssessmentFile, Override


@dataclass(frozen=True, slots=True)
class Place:
    """A segment that an override can refer to: its index, and its times in seconds if known."""

    index: int
    start: float | None
    end: float | None


def place_overrides(file: AssessmentFile, places: Sequence[Place]) -> list[tuple[Place, Override]]:
    """Return each override with the segment that it refers to.

    A time between two segments refers to the earlier one. Raises AssessmentFileError if an override
    refers to a segment that does not exist, or if two overrides refer to the same segment.
    """
    placed: dict[int, tuple[Place, Override]] = {}
    faults: list[tuple[str, str]] = []
    for number, override in enumerate(file.overrides):
        key = f"/overrides/{number}/{'time' if override.index is None else 'index'}"
        place, reason = _place(override, places)
        if place is None:
            faults.append((key, reason))
        elif place.index in placed:
            faults.append((key, f"segment {place.index} occurs twice"))
        else:
            placed[place.index] = (place, override)
    if faults:
        raise file.refuse(faults)
    return list(placed.values())


def _place(override: Override, places: Sequence[Place]) -> tuple[Place | None, str]:
    if not places:
        return None, "the episode has no transcript"
    if override.index is not None:
        if override.index > len(places):
            return None, f"{override.index} is greater than the last segment, {len(places)}"
        return places[override.index - 1], ""
    time = override.time or 0.0
    timed = [place for place in places if place.start is not None]
    if not timed:
        return None, "the transcript has no timestamps; use the segment index"
    last = max((place.end or 0.0) for place in timed)
    if time > last:
        return None, f"{time:g} seconds is after the end of the transcript, {last:g}"
    before = [place for place in timed if (place.start or 0.0) <= time]
    return (before or timed[:1])[-1], ""
