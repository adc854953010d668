"""Slice a transcript into segments of about 1,100 characters; each word is in exactly one segment.

The cues are treated as one text. Its length divided by `TARGET` gives the number of segments, whose
boundaries are evenly spaced at first. Each boundary is then moved to the best position within
`REACH` characters: preferably the end of a speaker's turn, otherwise the end of a sentence, a cue
or a word. Each kind of position has a penalty, and the best position has the lowest sum of penalty
and distance (in characters). A segment that begins or ends within a timed cue gets the start or end
time of that cue, because the times of single words are unknown.
"""

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

TARGET = 1100
"""Target length of a segment in characters, about 200 words, as on the original live site."""
REACH = 260
"""Maximum distance, in characters, by which a boundary is moved."""

TURN_TOLL, SENTENCE_CUE_TOLL, SENTENCE_TOLL, CUE_TOLL, WORD_TOLL = 0, 40, 60, 160, 280

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_WORD = re.compile(r"\S+")


class TimedText(Protocol):
    """A cue: text, start and end in seconds (or None), and the speaker (or '')."""

    @property
    def text(self) -> str: ...
    @property
    def start(self) -> float | None: ...
    @property
    def end(self) -> float | None: ...
    @property
    def speaker(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Slice:
    """A segment: its text, the cue and word at which it begins, and its times in seconds.

    `index` counts from 1, as on the page, where segment 37 is `#s37`. `first_word` is the number of
    words in cue `first_cue` that belong to earlier segments. `last_cue` is the cue of the last
    word. Cues count from 0.
    """

    index: int
    text: str
    start: float | None
    end: float | None
    first_cue: int
    first_word: int
    last_cue: int


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a transcript, with the cue and the end offset of each."""

    texts: list[str]
    cues: list[int]
    ends: list[int]


def slice_cues(cues: Sequence[TimedText], *, target: int = TARGET) -> list[Slice]:
    """Return the segments of `cues` in order, or an empty list if there are no words.

    Each segment has about `target` characters. Together they contain all words, in order.
    """
    words = _words_of(cues)
    if not words.texts:
        return []
    breaks = _breaks(words, cues, target)
    bounds = [0, *breaks, len(words.texts)]
    return [
        _slice(index, words, cues, first, last)
        for index, (first, last) in enumerate(itertools.pairwise(bounds), start=1)
    ]


def _words_of(cues: Sequence[TimedText]) -> _Words:
    texts: list[str] = []
    owners: list[int] = []
    ends: list[int] = []
    offset = 0
    for number, cue in enumerate(cues):
        for word in _WORD.findall(cue.text):
            offset += len(word) + 1
            texts.append(word)
            owners.append(number)
            ends.append(offset)
    return _Words(texts, owners, ends)


def _breaks(words: _Words, cues: Sequence[TimedText], target: int) -> list[int]:
    """Return the indices of the words that begin the second and later segments, ascending."""
    total = words.ends[-1]
    count = max(1, (total + target // 2) // target)
    reach = min(REACH, target // 4)
    breaks: list[int] = []
    for number in range(1, count):
        ideal = total * number / count
        after = breaks[-1] + 1 if breaks else 1
        word = _best_place(words, cues, ideal, reach, after)
        if word is not None:
            breaks.append(word)
    return breaks


def _best_place(
    words: _Words, cues: Sequence[TimedText], ideal: float, reach: int, after: int
) -> int | None:
    """Return the best first word for a segment near offset `ideal`, or None if no word is left."""
    first = max(after, bisect_left(words.ends, ideal - reach) + 1)
    last = min(len(words.texts) - 1, bisect_right(words.ends, ideal + reach))
    if first > last:
        nearest = max(after, bisect_left(words.ends, ideal) + 1)
        return nearest if nearest < len(words.texts) else None
    return min(
        range(first, last + 1),
        key=lambda word: (abs(words.ends[word - 1] - ideal) + _toll(words, cues, word), word),
    )


def _toll(words: _Words, cues: Sequence[TimedText], word: int) -> int:
    """Return the penalty, in characters, for starting a segment with `word`."""
    before, after = cues[words.cues[word - 1]], cues[words.cues[word]]
    cue_ends = words.cues[word - 1] != words.cues[word]
    if cue_ends and before.speaker != after.speaker:
        return TURN_TOLL
    if _SENTENCE_END.search(words.texts[word - 1]):
        return SENTENCE_CUE_TOLL if cue_ends else SENTENCE_TOLL
    return CUE_TOLL if cue_ends else WORD_TOLL


def _slice(index: int, words: _Words, cues: Sequence[TimedText], first: int, last: int) -> Slice:
    first_cue, last_cue = words.cues[first], words.cues[last - 1]
    return Slice(
        index=index,
        text=" ".join(words.texts[first:last]),
        start=cues[first_cue].start,
        end=cues[last_cue].end,
        first_cue=first_cue,
        first_word=first - bisect_left(words.cues, first_cue),
        last_cue=last_cue,
    )


def slice_at(
    cues: Sequence[TimedText], begins: Sequence[tuple[int, int]]
) -> list[tuple[int, Slice]]:
    """Return the segments of `cues` that begin at `begins`, each with its index in `begins`.

    `begins` contains pairs (cue, word in the cue), counted from 0, in ascending order. The first
    segment always begins with the first word. Segments without words are left out, and the others
    are numbered without gaps.
    """
    words = _words_of(cues)
    total = len(words.texts)
    firsts = [min(bisect_left(words.cues, cue) + word, total) for cue, word in begins[1:]]
    bounds = [0, *firsts, total] if begins else [0]
    filled = [
        (number, first, last)
        for number, (first, last) in enumerate(itertools.pairwise(bounds))
        if first < last
    ]
    return [
        (number, _slice(index, words, cues, first, last))
        for index, (number, first, last) in enumerate(filled, start=1)
    ]
