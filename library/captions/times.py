"""Correct the times of cues: outliers, concatenated parts, overlaps, and ends before starts."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from library.captions.cue import Cue

JOINED_SHARE = 0.15
"""A file is treated as concatenated parts if at least this share of its cues is out of order."""
RESTART = 60.0
"""A new part must start before this time, in seconds."""


def in_order(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Return the cues in file order, with times that never decrease.

    The order of the text is more reliable than the times, so a start that is out of order is
    replaced with the start of the nearest preceding cue that is in order.
    """
    starts = [cue.start for cue in cues if cue.start is not None]
    if any(after < before for before, after in pairwise(starts)):
        cues = _continued(cues, repairs)
        cues = _without_strays(cues, repairs)
    return _with_ends(cues, repairs)


def _with_ends(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Return the cues; ends before the cue's own start or after the next start are corrected."""
    following: float | None = None
    corrected: list[Cue] = []
    for cue in reversed(cues):
        end = cue.end
        if cue.start is None:
            # An end time is useless without a start time.
            end = None
        elif end is not None:
            if end < cue.start:
                repairs["end times before start times corrected"] += 1
                end = cue.start
            if following is not None and end > following:
                repairs["overlapping cues shortened"] += 1
                end = following
        following = cue.start if cue.start is not None else following
        corrected.append(cue if end == cue.end else replace(cue, end=end))
    return corrected[::-1]


def _continued(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Shift the times of each concatenated part so that it starts where the previous part ends.

    If many cues are out of order, a new part starts wherever the times return to the first minute.
    """
    indices = [index for index, cue in enumerate(cues) if cue.start is not None]
    starts = [cue.start for cue in cues if cue.start is not None]
    out = len(starts) - len(_longest_run(starts))
    if out < 2 or out < JOINED_SHARE * len(starts):
        return list(cues)
    shifted = list(cues)
    offset, latest = 0.0, 0.0
    for number, index in enumerate(indices):
        cue = cues[index]
        start = cue.start or 0.0
        if number and start < RESTART and start < starts[number - 1] / 2:
            offset = latest
            repairs["times of concatenated parts continued"] += 1
        end = None if cue.end is None else cue.end + offset
        shifted[index] = replace(cue, start=start + offset, end=end)
        latest = max(latest, start + offset, end or 0.0)
    return shifted


def _without_strays(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    indices = [index for index, cue in enumerate(cues) if cue.start is not None]
    starts = [cue.start for cue in cues if cue.start is not None]
    run = set(_longest_run(starts))
    if len(run) == len(starts):
        return list(cues)
    corrected = list(cues)
    latest = next((starts[number] for number in sorted(run)), 0.0)
    for number, index in enumerate(indices):
        cue = cues[index]
        if number in run:
            latest = starts[number]
            continue
        repairs["out-of-order times corrected"] += 1
        length = max(0.0, (cue.end if cue.end is not None else starts[number]) - starts[number])
        keeps = cue.end is not None and starts[number] < latest <= cue.end
        end = None if cue.end is None else cue.end if keeps else latest + length
        corrected[index] = replace(cue, start=latest, end=end)
    return corrected


def _longest_run(starts: Sequence[float]) -> list[int]:
    """Return the indices of the longest non-decreasing subsequence of starts."""
    tails: list[float] = []
    ends: list[int] = []
    before: list[int] = [-1] * len(starts)
    for index in range(len(starts) - 1, -1, -1):
        value = -starts[index]
        length = bisect_right(tails, value)
        before[index] = ends[length - 1] if length else -1
        if length == len(tails):
            tails.append(value)
            ends.append(index)
        else:
            tails[length], ends[length] = value, index
    run = []
    index = ends[-1] if ends else -1
    while index >= 0:
        run.append(index)
        index = before[index]
    return run
