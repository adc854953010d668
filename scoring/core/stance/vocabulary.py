"""Index the weights and the lexicon by word number, to look up many texts at once.

A word is looked up once per process and then represented by a number; pairs of numbers are looked
up in hash tables. The results equal those of `words.features_of` and `Lexicon.find`, which are
slower but easier to read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.core.stance.lexicon import CUES, THEMES, Entry, Lexicon, head
from scoring.core.stance.memory import UNKNOWN, Memory
from scoring.core.stance.pair_table import PairTable
from scoring.core.stance.weights import Weights

MAX_SPELLINGS = 200_000
"""The cache is cleared when it contains more than this many whitespace-separated pieces."""


@dataclass(frozen=True, slots=True)
class Longer:
    """Lexicon entries of two or more words with the same key for their first two words.

    `certain` entries match every text that matches the key. The other entries must be checked:
    `doubtful` maps the first letters of a third word to the entries that can match it, and `others`
    contains the entries to check for any other third word.
    """

    certain: list[int]
    doubtful: dict[str, list[tuple[int, Entry]]]
    others: list[tuple[int, Entry]]

    @classmethod
    def of(cls, entries: Sequence[Entry], numbers: Sequence[int], *, vague: bool) -> "Longer":
        certain = [] if vague else [n for n in numbers if len(entries[n].words) == 2]
        unsure = [(n, entries[n]) for n in numbers if n not in certain]
        thirds = {head(entry.words[2]) for _, entry in unsure if len(entry.words) > 2}
        return cls(
            certain,
            {
                third: [(n, e) for n, e in unsure if len(e.words) == 2 or head(e.words[2]) == third]
                for third in thirds
            },
            [(n, e) for n, e in unsure if len(e.words) == 2],
        )

    def unsure(self, third: str) -> list[tuple[int, Entry]]:
        """Return the entries to check if the third word begins with the letters `third`."""
        return self.doubtful.get(third, self.others)


class Vocabulary:
    """Finds weight rows and longer lexicon entries by word number."""

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
            Longer.of(lexicon.entries, numbers, vague=mark.endswith("*"))
            for (_, mark), numbers in longer.items()
        ]
        cues = {(self._parts[a], self._parts[b]): row for row, (a, b) in enumerate(CUES)}
        self.cues = PairTable(cues, len(names) + 1)
        self.cue_list = list(CUES.values())

    def memory(self) -> Memory:
        """Return the cache, cleared if it has grown too large."""
        if len(self._memory.pieces) > MAX_SPELLINGS:
            self._memory = Memory(self._stems, self._lexicon, self._parts)
        return self._memory


def _by_first_two(lexicon: Lexicon) -> dict[tuple[str, str], list[int]]:
    """Return the numbers of longer entries, by first word and by a key for the second word.

    The key is `+` and the exact second word. If the second word can have any ending, the key is
    `+`, its first letters and `*`; the entry is also listed under every exact word that matches it.
    """
    exact: dict[str, set[str]] = {}
    for numbers in lexicon.longer.values():
        for entry in map(lexicon.entries.__getitem__, numbers):
            if not _is_open(entry):
                exact.setdefault(head(entry.words[1]), set()).add(entry.words[1])
    by_key: dict[tuple[str, str], list[int]] = {}
    for (first, start), numbers in lexicon.longer.items():
        for number in numbers:
            entry = lexicon.entries[number]
            second, marks = entry.words[1], [f"+{start}*"]
            if _is_open(entry):
                marks += [f"+{word}" for word in exact.get(start, ()) if word.startswith(second)]
            else:
                marks = [f"+{second}"]
            for mark in marks:
                by_key.setdefault((first, mark), []).append(number)
    return by_key


def _is_open(entry: Entry) -> bool:
    """Return whether the second word of a longer entry can have any ending."""
    return entry.open and len(entry.words) == 2
