"""Group timed words into cues that end at a pause or where a turn or sentence ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from library.captions.cue import Cue
from library.captions.rows import joined

PAUSE = 1.5
"""A cue ends at a pause of at least this length, in seconds."""
LONG = 300
"""Number of characters after which a cue ends with the current sentence."""
MAX_CHARACTERS = 1_200
"""Number of characters after which a cue ends even within a sentence."""


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    is_mark: bool = False


def cues_of_words(words: Iterable[Word]) -> list[Cue]:
    """Group words into cues; punctuation is attached to the word before it."""
    cues: list[Cue] = []
    group: list[Word] = []
    length = 0
    for word in words:
        if group and not word.is_mark and _ends(group, word, length):
            cues.append(_cue(group))
            group, length = [], 0
        if word.text.strip():
            group.append(word)
            length += len(word.text) + 1
    return [*cues, _cue(group)] if group else cues


def _ends(group: Sequence[Word], word: Word, length: int) -> bool:
    last = group[-1]
    if word.speaker != last.speaker or length >= MAX_CHARACTERS:
        return True
    if last.end is not None and word.start is not None and word.start - last.end >= PAUSE:
        return True
    return length >= LONG and last.text.rstrip()[-1:] in ".!?…"


def _cue(group: Sequence[Word]) -> Cue:
    starts = [word.start for word in group if word.start is not None]
    ends = [word.end for word in group if word.end is not None]
    return Cue(
        joined(word.text for word in group),
        starts[0] if starts else None,
        ends[-1] if starts and ends else None,
        group[0].speaker,
    )
