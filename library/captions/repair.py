"""Mend what is often wrong in transcripts, and count what was mended."""

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from library.captions.cue import Cue, Limits, TranscriptError

_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
REVERSED_SHARE = 0.5
"""Share of cues that end before they start from which the file, not a cue, is wrong."""


def repair(cues: Sequence[Cue], repairs: Counter[str], limits: Limits) -> list[Cue]:
    """Return the cues clean and in order; TranscriptError where mending would be guessing."""
    if len(cues) > limits.cues:
        raise TranscriptError(f"has {len(cues):,} cues; at most {limits.cues:,} are taken")
    _check_sizes(cues, limits)
    cleaned = [_clean(cue, repairs) for cue in cues]
    spoken = [cue for cue in cleaned if cue.text]
    if not spoken:
        raise TranscriptError("has no text in its cues")
    if len(cleaned) > len(spoken):
        repairs["empty cues dropped"] += len(cleaned) - len(spoken)
    _check_times(spoken, limits)
    return _mend_times(_unroll(spoken, repairs), repairs)


def _check_sizes(cues: Sequence[Cue], limits: Limits) -> None:
    for number, cue in enumerate(cues, start=1):
        most = limits.text_characters if cue.start is None else limits.cue_characters
        if len(cue.text) > most:
            raise TranscriptError(
                f"has {len(cue.text):,} characters; at most {most:,} are taken", cue=number
            )


def _clean(cue: Cue, repairs: Counter[str]) -> Cue:
    text = _text(cue.text, repairs)
    speaker = _text(cue.speaker, repairs)[:200]
    return replace(cue, text=text, speaker=speaker)


def _text(text: str, repairs: Counter[str]) -> str:
    # Twice, because captions are sometimes escaped twice: `&amp;#39;`.
    for _ in range(2):
        text, count = _ENTITY.subn(lambda match: html.unescape(match.group()), text)
        repairs["entities unescaped"] += count
    text, count = _CONTROL.subn("", text)
    repairs["control characters removed"] += count
    return " ".join(text.split())


def _check_times(cues: Sequence[Cue], limits: Limits) -> None:
    reversed_cues: list[int] = []
    for number, cue in enumerate(cues, start=1):
        for value in (cue.start, cue.end):
            if value is not None and not 0 <= value <= limits.seconds:
                raise TranscriptError(f"time {value:g} s is out of range", cue=number)
        if cue.start is not None and cue.end is not None and cue.end < cue.start:
            reversed_cues.append(number)
    if len(reversed_cues) > REVERSED_SHARE * len(cues):
        number = reversed_cues[0]
        cue = cues[number - 1]
        raise TranscriptError(
            f"ends ({cue.end:g} s) before it starts ({cue.start:g} s), "
            f"as do {len(reversed_cues):,} of {len(cues):,}",
            cue=number,
        )


def _unroll(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Return the cues with each word once where captions roll, saying the last line again.

    Only where rolling is the rule of the file, so that a speaker may repeat himself elsewhere.
    """
    words = [cue.text.split() for cue in cues]
    overlaps = [0] * len(cues)
    previous: list[str] = []
    for place, current in enumerate(words):
        timed = cues[place].start is not None
        overlaps[place] = _overlap(previous, current) if timed else 0
        # The cue between two lines repeats the first line whole.
        previous = current
    rolling = sum(1 for overlap in overlaps if overlap >= 2)
    if len(cues) < 4 or rolling < 0.4 * (len(cues) - 1):
        return _without_doubles(cues, repairs)
    kept: list[Cue] = []
    for cue, current, overlap in zip(cues, words, overlaps, strict=True):
        if overlap:
            repairs["rolling lines unrolled"] += 1
        if overlap < len(current):
            kept.append(replace(cue, text=" ".join(current[overlap:])))
    return kept


def _overlap(before: Sequence[str], after: Sequence[str]) -> int:
    """Return how many words at the end of `before` stand again at the beginning of `after`."""
    for length in range(min(len(before), len(after), 60), 0, -1):
        if before[-length:] == after[:length]:
            return length
    return 0


def _without_doubles(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Return the cues without those that are the one before again, times and all."""
    kept: list[Cue] = []
    for cue in cues:
        if kept and cue == kept[-1] and cue.start is not None:
            repairs["doubled cues dropped"] += 1
        else:
            kept.append(cue)
    return kept


def _mend_times(cues: Sequence[Cue], repairs: Counter[str]) -> list[Cue]:
    """Return the cues with times that never run backwards, in the order of the file.

    The order of the words is trusted before the times: a start before the last one is moved up
    to it. An end before its start, or after the next start, is moved to that.
    """
    if not any(cue.start is not None for cue in cues):
        return list(cues)
    mended: list[Cue] = []
    latest = 0.0
    for cue in cues:
        if cue.start is None:
            # An end without a start says nothing that can be used.
            mended.append(replace(cue, end=None))
            continue
        start = cue.start
        if start < latest:
            repairs["backward times repaired"] += 1
            start = latest
        end = cue.end
        if end is not None and end < start:
            repairs["ends before starts repaired"] += cue.start == start
            end = start
        latest = start
        mended.append(replace(cue, start=start, end=end))
    return _clip_overlaps(mended, repairs)


def _clip_overlaps(cues: list[Cue], repairs: Counter[str]) -> list[Cue]:
    following: float | None = None
    clipped: list[Cue] = []
    for cue in reversed(cues):
        end = cue.end
        if cue.start is not None:
            if following is not None and end is not None and end > following:
                repairs["overlaps clipped"] += 1
                end = following
            following = cue.start
        clipped.append(replace(cue, end=end))
    return clipped[::-1]
