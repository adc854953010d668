"""Split segments into paragraphs by speaker, pause and length."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from library.captions import Cue

PAUSE = 2.5
"""Minimum silence between two cues, in seconds, that starts a new paragraph."""
MAX_LENGTH = 700
"""Number of characters after which a paragraph ends at the next cue that ends a sentence."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text spoken by one speaker.

    `speaker` is '' if unknown. `shown` also sets it to '' if the paragraph before has the same one.
    """

    speaker: str
    start: float | None
    text: str


def paragraphs(cues: Sequence[Cue], begins: Sequence[tuple[int, int]]) -> list[list[Paragraph]]:
    """Return the paragraphs of each segment; `begins` lists the segment starts as (cue, word)."""
    by_segment: list[list[Paragraph]] = []
    # Split each cue once: a single cue may contain every segment of a conversation.
    words = [cue.text.split() for cue in cues]
    for index, begin in enumerate(begins):
        end = begins[index + 1] if index + 1 < len(begins) else (len(cues), 0)
        by_segment.append(_grouped(_pieces(cues, words, begin, end)))
    return by_segment


def shown(
    by_segment: Sequence[Sequence[Paragraph]], names: Mapping[str, str]
) -> list[list[Paragraph]]:
    """Return the paragraphs with the speaker names of the page.

    `names` contains the names that editors changed. A speaker is named only if the paragraph before
    had another one. Paragraphs of two names that editors gave to one speaker are joined if together
    they have at most `MAX_LENGTH` characters.
    """
    before = ""
    named: list[list[Paragraph]] = []
    for segment in by_segment:
        group: list[Paragraph] = []
        for place, one in enumerate(segment):
            speaker = names.get(one.speaker, one.speaker)
            is_renamed = (
                speaker == before and place > 0 and segment[place - 1].speaker != one.speaker
            )
            if is_renamed and len(group[-1].text) + len(one.text) < MAX_LENGTH:
                group[-1] = replace(group[-1], text=f"{group[-1].text} {one.text}")
            else:
                group.append(Paragraph("" if speaker == before else speaker, one.start, one.text))
            before = speaker
        named.append(group)
    return named


def _pieces(
    cues: Sequence[Cue],
    cue_words: Sequence[list[str]],
    begin: tuple[int, int],
    end: tuple[int, int],
) -> Iterator[Cue]:
    """Yield the cues or parts of cues from `begin` to `end`; `cue_words` holds their words."""
    for number in range(begin[0], min(end[0] + 1, len(cues))):
        cue = cues[number]
        words = cue_words[number]
        first = begin[1] if number == begin[0] else 0
        last = end[1] if number == end[0] else len(words)
        if first < last:
            text = " ".join(words[first:last])
            yield cue if text == cue.text else Cue(text, cue.start, cue.end, cue.speaker)


def _grouped(pieces: Iterator[Cue]) -> list[Paragraph]:
    groups: list[list[Cue]] = []
    length = 0
    for piece in pieces:
        if groups and not _breaks(groups[-1][-1], length, piece):
            groups[-1].append(piece)
        else:
            groups.append([piece])
            length = 0
        length += len(piece.text)
    return [
        Paragraph(group[0].speaker, group[0].start, " ".join(piece.text for piece in group))
        for group in groups
    ]


def _breaks(last: Cue, length: int, piece: Cue) -> bool:
    """Return whether `piece` starts a new paragraph after `last` and `length` characters."""
    if last.speaker != piece.speaker:
        return True
    if last.end is not None and piece.start is not None and piece.start - last.end >= PAUSE:
        return True
    return length >= MAX_LENGTH and bool(_SENTENCE_END.search(last.text))
