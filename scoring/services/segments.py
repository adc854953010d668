"""Store the segments of a transcript."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from library.captions import Cue
from library.captions.paragraphs import Paragraph, paragraphs
from library.models import Segment, Transcript
from scoring.core.slicing import Slice


def store_segments(
    transcript: Transcript, slices: Sequence[Slice], cues: Sequence[Cue]
) -> list[Segment]:
    """Store `slices` of `cues`, the cues of `transcript`, as its segments with paragraphs."""
    begins = [(piece.first_cue, piece.first_word) for piece in slices]
    return Segment.objects.bulk_create(
        Segment(transcript=transcript, paragraphs=_begins(group), **asdict(piece))
        for piece, group in zip(slices, paragraphs(cues, begins), strict=True)
    )


def _begins(group: Sequence[Paragraph]) -> list[list[Any]]:
    """Return where each paragraph begins in the text, its start time and its speaker.

    One space separates paragraphs.
    """
    first = 0
    begins: list[list[Any]] = []
    for paragraph in group:
        begins.append([first, paragraph.start, paragraph.speaker])
        first += len(paragraph.text) + 1
    return begins
