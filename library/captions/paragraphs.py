"""The words of segments as paragraphs: by speaker, by pause, and not too long. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from library.captions import Cue

PAUSE = 2.5
"""Seconds of silence between two cues after which a new paragraph begins."""
LONG = 700
"""Characters after which a paragraph ends at the next end of a sentence or cue."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Words of one speaker; `speaker` is '' where it is not known or has not changed."""

    speaker: str
    start: float | None
    text: str


def paragraphs(cues: Sequence[Cue], begins: Sequence[tuple[int, int]]) -> list[list[Paragraph]]:
    """Return the paragraphs of each segment, given where it begins as (cue, word in cue)."""
    found: list[list[Paragraph]] = []
    speaker = ""
    # Once for each cue: a cue may be a whole conversation, with every segment of it.
    said = [cue.text.split() for cue in cues]
    for place, begin in enumerate(begins):
        end = begins[place + 1] if place + 1 < len(begins) else (len(cues), 0)
        pieces = list(_pieces(cues, said, begin, end))
        found.append(_grouped(pieces, speaker))
        speaker = pieces[-1].speaker if pieces else speaker
    return found


def _pieces(
    cues: Sequence[Cue], said: Sequence[list[str]], begin: tuple[int, int], end: tuple[int, int]
) -> Iterator[Cue]:
    """Yield the cues, whose words are `said`, or parts of cues, from `begin` up to `end`."""
    for number in range(begin[0], min(end[0] + 1, len(cues))):
        cue = cues[number]
        words = said[number]
        first = begin[1] if number == begin[0] else 0
        last = end[1] if number == end[0] else len(words)
        if first < last:
            yield Cue(" ".join(words[first:last]), cue.start, cue.end, cue.speaker)


def _grouped(pieces: Sequence[Cue], speaker_before: str) -> list[Paragraph]:
    groups: list[list[Cue]] = []
    for piece in pieces:
        if groups and not _breaks(groups[-1], piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    found: list[Paragraph] = []
    for group in groups:
        changed = group[0].speaker != speaker_before
        speaker_before = group[0].speaker
        text = " ".join(piece.text for piece in group)
        found.append(Paragraph(group[0].speaker if changed else "", group[0].start, text))
    return found


def _breaks(group: Sequence[Cue], piece: Cue) -> bool:
    last = group[-1]
    if last.speaker != piece.speaker:
        return True
    if last.end is not None and piece.start is not None and piece.start - last.end >= PAUSE:
        return True
    long = sum(len(cue.text) for cue in group) >= LONG
    return long and bool(_SENTENCE_END.search(last.text))
