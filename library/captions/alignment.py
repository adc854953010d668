"""Map word positions between two versions of a text."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import takewhile

MAX_COMPARED = 4_000_000
"""Maximum number of word pairs to compare; a larger change is treated as one replacement."""

Block = tuple[int, int, int, int]
"""A range of old words and the corresponding range of new words; the ends are exclusive."""


class WordMap:
    """Maps word indices from an old text to a new one and back. The order of words is preserved.

    The words between the common prefix and the common suffix are compared only if they form at most
    `max_compared` pairs.
    """

    def __init__(
        self, old: Sequence[str], new: Sequence[str], *, max_compared: int = MAX_COMPARED
    ) -> None:
        blocks = _blocks(old, new, max_compared)
        self._forward = [block for block in blocks if block[0] < block[1]]
        self._back = [(c, d, a, b) for a, b, c, d in blocks if c < d]
        self._old, self._new = len(old), len(new)

    def moved(self, word: int) -> int:
        """Return the new index of an old word.

        For a deleted word, this is the index of the next remaining word.
        """
        return _look_up(self._forward, word, self._new) if word else 0

    def origin(self, word: int) -> int:
        """Return the old index of a new word.

        For an added word, this is the index of the next old word.
        """
        return _look_up(self._back, word, self._old) if word else 0


def _blocks(old: Sequence[str], new: Sequence[str], max_compared: int) -> list[Block]:
    """Return the blocks in order; the common prefix and the common suffix are separate blocks."""
    head = _equal(zip(old, new, strict=False))
    tail = _equal(zip(reversed(old[head:]), reversed(new[head:]), strict=False))
    old_end, new_end = len(old) - tail, len(new) - tail
    middle = [(0, old_end - head, 0, new_end - head)]
    if (old_end - head) * (new_end - head) <= max_compared:
        matcher = SequenceMatcher(None, old[head:old_end], new[head:new_end], autojunk=False)
        middle = [opcode[1:] for opcode in matcher.get_opcodes()]
    return [
        (0, head, 0, head),
        *((head + a, head + b, head + c, head + d) for a, b, c, d in middle),
        (old_end, len(old), new_end, len(new)),
    ]


def _equal(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _look_up(blocks: Sequence[Block], word: int, end: int) -> int:
    index = bisect_right(blocks, word, key=lambda block: block[0]) - 1
    if index < 0 or word >= blocks[index][1]:
        return end
    first, _, moved, last = blocks[index]
    return min(moved + word - first, last)
