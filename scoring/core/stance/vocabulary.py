"""Weights and lexicon laid out for looking up many texts at once, by number.

A word is looked up once per process and remembered by a number; pairs are found by number in
sorted arrays. What is found equals `words.features_of` and `Lexicon.find`, which are slower and
easier to read.
"""

from array import array
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.core.stance.lexicon import CUES, THEMES, Entry, Lexicon, head
from scoring.core.stance.stop_words import STOP_WORDS
from scoring.core.stance.weights import Integers, Weights
from scoring.core.stance.words import NEGATIONS, STEM, plain

UNKNOWN = 0
REMEMBERED = 200_000
"""Spellings kept in memory; met more, all are forgotten and learned anew."""


class PairTable:
    """Finds rows for pairs of numbers below `base`; -1 where there is none."""

    def __init__(self, rows: Mapping[tuple[int, int], int], base: int) -> None:
        keys = np.array([one * base + other for one, other in rows], dtype=np.int64)
        order = np.argsort(keys)
        self._base = base
        self._keys = np.append(keys[order], np.iinfo(np.int64).max)
        self._rows = np.append(np.array(list(rows.values()), dtype=np.int64)[order], -1)

    def find(self, one: Integers, other: Integers) -> Integers:
        keys = one * self._base + other
        places: NDArray[np.int64] = np.searchsorted(self._keys, keys)
        return np.where(self._keys[places] == keys, self._rows[places], -1)


class Memory(dict[str, int]):
    """The spellings met so far, by number, with what is known of each in columns."""

    def __init__(
        self, stems: Mapping[str, int], lexicon: Lexicon, parts: Mapping[str, int]
    ) -> None:
        super().__init__()
        self._stems, self._lexicon, self._parts = stems, lexicon, parts
        self.plain: list[str] = []
        self.entries: list[tuple[int, ...]] = []
        self._columns = {
            name: array("q") for name in ("stem", "first", "second", "negates", "stops", "single")
        }

    def __missing__(self, spelling: str) -> int:
        word = plain(spelling)
        entries = self._lexicon.of_one_word(word)
        known = {
            "stem": self._stems.get(word[:STEM], UNKNOWN),
            "first": self._parts.get(word, UNKNOWN),
            "second": self._parts.get("+" + word) or self._parts.get(f"+{head(word)}*", UNKNOWN),
            "negates": word in NEGATIONS,
            "stops": word in STOP_WORDS,
            "single": bool(entries),
        }
        for name, value in known.items():
            self._columns[name].append(int(value))
        self.plain.append(word)
        self.entries.append(entries)
        self[spelling] = len(self)
        return self[spelling]

    def column(self, name: str, numbers: Integers) -> Integers:
        """Return what is known of the words of these numbers."""
        return np.frombuffer(self._columns[name], dtype=np.int64)[numbers]


class Vocabulary:
    """Knows the rows of the weights' table, and the lexicon's longer entries, by number."""

    def __init__(self, weights: Weights, lexicon: Lexicon) -> None:
        singles = [name for name in weights.rows if " " not in name]
        pairs = [name.split(" ") for name in weights.rows if " " in name]
        names = {name.lstrip("!") for name in singles} | {stem for pair in pairs for stem in pair}
        self._stems = {name: number for number, name in enumerate(sorted(names), UNKNOWN + 1)}
        base = len(self._stems) + 1
        self.single = np.full(base, -1, dtype=np.int64)
        self.denied = np.full(base, -1, dtype=np.int64)
        for name in singles:
            column = self.denied if name.startswith("!") else self.single
            column[self._stems[name.lstrip("!")]] = weights.rows[name]
        self.pairs = PairTable(
            {(self._stems[a], self._stems[b]): weights.rows[f"{a} {b}"] for a, b in pairs}, base
        )
        self._index_lexicon(lexicon)
        self._memory = Memory(self._stems, lexicon, self._parts)

    def _index_lexicon(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.themes = np.array([THEMES.index(e.theme) for e in lexicon.entries], np.int64)
        longer = _by_first_two(lexicon)
        names = sorted({part for key in (*longer, *CUES) for part in key})
        self._parts = {name: number for number, name in enumerate(names, UNKNOWN + 1)}
        numbered = {(self._parts[a], self._parts[b]): row for row, (a, b) in enumerate(longer)}
        self.longer = PairTable(numbered, len(names) + 1)
        self.longer_entries = [
            _divided(lexicon.entries, numbers, mark.endswith("*"))
            for (_, mark), numbers in longer.items()
        ]
        cues = {(self._parts[a], self._parts[b]): row for row, (a, b) in enumerate(CUES)}
        self.cues = PairTable(cues, len(names) + 1)
        self.cue_list = list(CUES.values())

    def memory(self) -> Memory:
        """Return the memory, emptied when it has grown too large."""
        if len(self._memory) > REMEMBERED:
            self._memory = Memory(self._stems, self._lexicon, self._parts)
        return self._memory


def _by_first_two(lexicon: Lexicon) -> dict[tuple[str, str], list[int]]:
    """Return the longer entries by first word and a mark for the second.

    The mark is `+` and the word where some entry has just that word second, else `+`, its first
    letters and `*`; entries with an open second word stand under every mark that can be theirs.
    """
    exact: dict[str, set[str]] = {}
    for numbers in lexicon.longer.values():
        for entry in map(lexicon.entries.__getitem__, numbers):
            if not _is_open(entry):
                exact.setdefault(head(entry.words[1]), set()).add(entry.words[1])
    found: dict[tuple[str, str], list[int]] = {}
    for (first, start), numbers in lexicon.longer.items():
        for number in numbers:
            entry = lexicon.entries[number]
            second, marks = entry.words[1], [f"+{start}*"]
            if _is_open(entry):
                marks += [f"+{word}" for word in exact.get(start, ()) if word.startswith(second)]
            else:
                marks = [f"+{second}"]
            for mark in marks:
                found.setdefault((first, mark), []).append(number)
    return found


def _is_open(entry: Entry) -> bool:
    """Say whether the second word of a longer entry may go on."""
    return entry.open and len(entry.words) == 2


def _divided(
    entries: Sequence[Entry], numbers: Sequence[int], vague: bool
) -> tuple[list[int], list[tuple[int, Entry]]]:
    """Divide into entries that stand where their mark does, and those still to be looked at."""
    certain = [] if vague else [n for n in numbers if len(entries[n].words) == 2]
    return certain, [(n, entries[n]) for n in numbers if n not in certain]
