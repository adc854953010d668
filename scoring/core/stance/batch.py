"""Batches of texts in which each word is represented by a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np

from scoring.core.stance.lexicon import MAX_WORDS, NEGATED
from scoring.core.stance.memory import UNKNOWN, Memory
from scoring.core.stance.pair_table import NO_ROW, PairTable
from scoring.core.stance.vocabulary import Vocabulary
from scoring.core.stance.weights import Floats, Integers
from scoring.core.stance.words import NEGATION_REACH, lower


@dataclass(frozen=True, slots=True)
class Matches:
    """The lexicon entries found in a batch: their numbers, word positions and shares."""

    entries: Integers
    places: Integers
    shares: Floats


@dataclass(frozen=True)
class Batch:
    """The words of several texts, concatenated.

    `numbers` contains the number of each word, `text` the index of its text, and `firsts` the index
    of the first word of each text, followed by the number of words in the batch.
    """

    vocabulary: Vocabulary
    memory: Memory
    numbers: Integers
    text: Integers
    firsts: list[int]

    @classmethod
    def read(cls, texts: Sequence[str], vocabulary: Vocabulary) -> "Batch":
        memory = vocabulary.memory()
        pieces = [lower(text).split() for text in texts]
        numbers, counts = memory.pieces.words_of(chain.from_iterable(pieces))
        ends = np.append(0, np.cumsum(counts))[np.cumsum([0, *map(len, pieces)])]
        owners = np.repeat(np.arange(len(texts)), np.diff(ends))
        return cls(vocabulary, memory, numbers, owners, ends.tolist())

    @cached_property
    def stems(self) -> Integers:
        return self.memory.column("stem", self.numbers)

    @cached_property
    def denied(self) -> Integers:
        """Positions of the words shortly after a negation, in ascending order."""
        negating = np.flatnonzero(self.memory.column("negates", self.numbers))
        reached = (negating[:, None] + np.arange(1, NEGATION_REACH + 1)).ravel()
        owners = np.repeat(self.text[negating], NEGATION_REACH)
        inside = reached < len(self.numbers)
        reached, owners = reached[inside], owners[inside]
        return np.unique(reached[self.text[reached] == owners])

    def matches(self) -> Matches:
        """Return the lexicon entries in each text, equal to the results of `Lexicon.find`."""
        single = np.flatnonzero(self.memory.column("single", self.numbers))
        single_entries, counts = self.memory.entries.of(self.numbers[single])
        entries: list[int] = []
        positions: list[int] = []
        first = self.memory.column("first", self.numbers)
        second = self.memory.column("second", self.numbers)
        longer, rows = self._pairs(self.vocabulary.longer, first, second)
        ends = np.minimum(np.array(self.firsts)[self.text[longer] + 1], longer + MAX_WORDS)
        spelled, heads = self.memory.plain, self.memory.heads
        numbers = self.numbers.tolist()
        for position, end, row in zip(longer.tolist(), ends.tolist(), rows.tolist(), strict=True):
            these = self.vocabulary.longer_entries[row]
            matched = these.certain
            third = heads[numbers[position + 2]] if position + 2 < end else ""
            if unsure := these.unsure(third):
                words = [spelled[number] for number in numbers[position:end]]
                matched = matched + [n for n, entry in unsure if entry.fits(words, 0)]
            entries += matched
            positions += [position] * len(matched)
        return self._shared(
            np.concatenate([single_entries, np.array(entries, np.int64)]),
            np.concatenate([np.repeat(single, counts), np.array(positions, np.int64)]),
        )

    def _shared(self, entries: Integers, positions: Integers) -> Matches:
        """Return the entries with their shares, adjusted for context and repetition."""
        left = np.ones(len(self.numbers))
        first = self.memory.column("first", self.numbers)
        cued, rows = self._pairs(self.vocabulary.cues, first, first)
        for position, row in zip(cued.tolist(), rows.tolist(), strict=True):
            cue = self.vocabulary.cue_list[row]
            end = min(position + 2 + cue.reach, self.firsts[self.text[position] + 1])
            left[position + 2 : end] = np.minimum(left[position + 2 : end], cue.factor)
        left[self.denied] = NEGATED
        keys = self.text[positions] * len(self.vocabulary.themes) + entries
        _, which, often = np.unique(keys, return_inverse=True, return_counts=True)
        return Matches(entries, positions, left[positions] / often[which])

    def _pairs(
        self, table: PairTable, first: Integers, second: Integers
    ) -> tuple[Integers, Integers]:
        """Return the position and the row of each pair of neighbouring words that is in `table`."""
        together = self.text[:-1] == self.text[1:]
        positions = np.flatnonzero((first[:-1] > UNKNOWN) & (second[1:] > UNKNOWN) & together)
        rows = table.find(first[positions], second[positions + 1])
        in_table = rows > NO_ROW
        return positions[in_table], rows[in_table]
