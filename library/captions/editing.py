"""Edit a transcript: correct, split, join and delete cues, and rename speakers.

Every edit replaces a range of cues with a list of pieces. All other cues stay the same, so no word
is lost unless an edit removes it.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from library.captions.alignment import WordMap
from library.captions.cue import Cue, Limits
from library.text.control_characters import on_one_line

MAX_SPEAKER = 200
"""Maximum number of characters in a speaker's name."""
KINDS = ("corrected", "split", "joined", "deleted", "assigned to another speaker")
MAX_TEXT, MAX_CUES = Limits().cue_characters, Limits().cues


class EditError(ValueError):
    """The edits are invalid; `reasons` lists every reason as a sentence."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Piece:
    """Text and speaker of a new cue; the speaker is '' if unknown."""

    text: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """Replaces cues `first` to `last` (inclusive, counted from 1) with `pieces`.

    Without pieces, the cues are deleted.
    """

    first: int
    last: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class EditedCues:
    """The cues after the edits, with a mapping from old to new word positions."""

    cues: tuple[Cue, ...]
    edits: tuple["_Placed", ...]

    def position(self, cue: int, word: int) -> tuple[int, int]:
        """Return the new (cue, word) position of an old word; all numbers are counted from 0.

        A deleted word maps to the next remaining word, or past the last cue if there is none.
        """
        index = bisect_right(self.edits, cue, key=lambda placed: placed.first) - 1
        if index < 0:
            return cue, word
        placed = self.edits[index]
        if cue > placed.last:
            return cue + placed.shift, word
        return placed.position(cue, word)


@dataclass(frozen=True, slots=True)
class _Placed:
    """An applied edit.

    `first` and `last` are the numbers of the first and last old cue that the edit replaces, and
    `start` is the number of the first new cue. All are counted from 0.
    """

    first: int
    last: int
    start: int
    count: int
    old_ends: tuple[int, ...]
    new_ends: tuple[int, ...]
    words: WordMap

    @property
    def shift(self) -> int:
        """Offset from the old to the new numbers of the cues after this edit."""
        return self.start + self.count - self.last - 1

    def position(self, cue: int, word: int) -> tuple[int, int]:
        """Return the new (cue, word) position of a word in the cues that this edit replaces."""
        before = self.old_ends[cue - self.first - 1] if cue > self.first else 0
        moved = self.words.moved(before + word)
        piece = bisect_right(self.new_ends, moved)
        return self.start + piece, moved - (self.new_ends[piece - 1] if piece else 0)


def apply_edits(cues: Sequence[Cue], edits: Sequence[Edit]) -> EditedCues:
    """Return `cues` with all `edits` applied; edits refer to the original cue numbers.

    Repeated spaces are collapsed. The times of a new cue are derived from its words; if an old
    cue is split, its duration is divided in proportion to the number of characters. Raises
    EditError.
    """
    ordered = sorted((tidied(edit) for edit in edits), key=lambda edit: (edit.first, edit.last))
    reasons = list(_faults(cues, ordered))
    if reasons:
        raise EditError(reasons)
    new: list[Cue] = []
    placed: list[_Placed] = []
    done = 0
    for edit in ordered:
        new += cues[done : edit.first - 1]
        old = cues[edit.first - 1 : edit.last]
        applied = _placed(edit, old, start=len(new))
        placed.append(applied)
        new += _timed(edit, old, applied)
        done = edit.last
    new += cues[done:]
    if not new:
        raise EditError(["A transcript needs at least one cue."])
    if len(new) > MAX_CUES:
        raise EditError([f"A transcript can have at most {MAX_CUES:,} cues."])
    return EditedCues(tuple(new), tuple(placed))


def tidied(edit: Edit) -> Edit:
    """Return `edit` with each text and name on one line and without control characters."""
    pieces = (Piece(on_one_line(piece.text), on_one_line(piece.speaker)) for piece in edit.pieces)
    return replace(edit, pieces=tuple(pieces))


def describe_edits(cues: Sequence[Cue], edits: Sequence[Edit]) -> str:
    """Return a summary of the edits for the history, such as `2 corrected, 1 split`."""
    counts: Counter[str] = Counter()
    for edit in map(tidied, edits):
        old = cues[edit.first - 1 : edit.last]
        text = " ".join(cue.text for cue in old).split()
        if not edit.pieces:
            counts["deleted"] += len(old)
            continue
        if text != [word for piece in edit.pieces for word in piece.text.split()]:
            counts["corrected"] += len(old)
        if len(edit.pieces) > len(old):
            counts["split"] += len(old)
        elif len(edit.pieces) < len(old):
            counts["joined"] += len(old)
        if {piece.speaker for piece in edit.pieces} - {cue.speaker for cue in old}:
            counts["assigned to another speaker"] += len(old)
    return ", ".join(f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind])


def _faults(cues: Sequence[Cue], edits: Sequence[Edit]) -> Iterator[str]:
    for edit in edits:
        if not 1 <= edit.first <= edit.last <= len(cues):
            yield f"Cues {edit.first} to {edit.last} do not exist; the last one is {len(cues)}."
            continue
        old = max(len(cue.text) for cue in cues[edit.first - 1 : edit.last])
        max_length = max(MAX_TEXT, old * 2)
        for piece in edit.pieces:
            if not piece.text:
                yield f"Cue {edit.first} has no text. Delete it instead."
            if len(piece.text) > max_length:
                yield f"Cue {edit.first} has more than {max_length:,} characters."
            if len(piece.speaker) > MAX_SPEAKER:
                yield f"The speaker of cue {edit.first} has more than {MAX_SPEAKER} characters."
    for before, after in pairwise(edits):
        if after.first <= before.last:
            yield f"Cue {after.first} is edited twice."


def _placed(edit: Edit, old: Sequence[Cue], *, start: int) -> _Placed:
    before = [cue.text.split() for cue in old]
    after = [piece.text.split() for piece in edit.pieces]
    return _Placed(
        first=edit.first - 1,
        last=edit.last - 1,
        start=start,
        count=len(edit.pieces),
        old_ends=tuple(accumulate(len(words) for words in before)),
        new_ends=tuple(accumulate(len(words) for words in after)),
        words=WordMap(
            [word for words in before for word in words],
            [word for words in after for word in words],
        ),
    )


def _timed(edit: Edit, old: Sequence[Cue], placed: _Placed) -> Iterator[Cue]:
    """Yield the pieces of `edit` as cues, with times derived from the old cues."""
    boundaries = [
        _boundary(old, placed.old_ends, placed.words.origin(end)) for end in placed.new_ends[:-1]
    ]
    starts = [old[0].start, *(start for _, start in boundaries)]
    ends = [*(end for end, _ in boundaries), old[-1].end]
    for piece, start, end in zip(edit.pieces, starts, ends, strict=False):
        if start is not None and end is not None:
            end = max(start, end)
        yield Cue(piece.text, start, end, piece.speaker)


def _boundary(
    old: Sequence[Cue], old_ends: Sequence[int], word: int
) -> tuple[float | None, float | None]:
    """Return the end of the cue before a split and the start of the cue after it, in seconds.

    `word` is the index of the first old word after the split.
    """
    number = bisect_right(old_ends, word)
    if number >= len(old):
        return old[-1].end, old[-1].end
    cue, before = old[number], old_ends[number - 1] if number else 0
    if word == before:
        return old[max(0, number - 1)].end if number else cue.start, cue.start
    if cue.start is None or cue.end is None:
        return cue.end, cue.start
    words = cue.text.split()
    share = sum(map(len, words[: word - before])) / sum(map(len, words))
    time = round(cue.start + (cue.end - cue.start) * share, 3)
    return time, time
