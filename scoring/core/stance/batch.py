"""Many texts laid end to end as numbers of words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.core.stance.lexicon import LONGEST, NEGATED
from scoring.core.stance.vocabulary import Memory, PairTable, Vocabulary
from scoring.core.stance.weights import Floats, Integers
from scoring.core.stance.words import NEGATION_REACH, Words, read_words


@dataclass(frozen=True, slots=True)
class Found:
    """Entries of the lexicon that stand in texts, by number: where, and with which share."""

    entries: Integers
    places: Integers
    shares: Floats


@dataclass(frozen=True)
class Batch:
    """The words of texts: `numbers` of all of them, `text` and `firsts` say whose they are."""

    vocabulary: Vocabulary
    memory: Memory
    texts: list[Words]
    numbers: Integers
    text: Integers
    firsts: list[int]

    @classmethod
    def read(cls, texts: Sequence[str], vocabulary: Vocabulary) -> "Batch":
        memory = vocabulary.memory()
        read = [read_words(text) for text in texts]
        numbers: list[int] = []
        for words in read:
            numbers.extend(map(memory.__getitem__, words.words))
        lengths = [len(words.words) for words in read]
        return cls(
            vocabulary,
            memory,
            read,
            np.array(numbers, dtype=np.int64),
            np.repeat(np.arange(len(texts)), lengths),
            np.concatenate([[0], np.cumsum(lengths)]).tolist(),
        )

    @cached_property
    def stems(self) -> Integers:
        return self.memory.column("stem", self.numbers)

    @cached_property
    def stops(self) -> Integers:
        return self.memory.column("stops", self.numbers)

    @cached_property
    def denied(self) -> Integers:
        """The places of words that stand within reach after a negation, in order."""
        negating = np.flatnonzero(self.memory.column("negates", self.numbers))
        reached = (negating[:, None] + np.arange(1, NEGATION_REACH + 1)).ravel()
        owners = np.repeat(self.text[negating], NEGATION_REACH)
        inside = reached < len(self.numbers)
        reached, owners = reached[inside], owners[inside]
        return np.unique(reached[self.text[reached] == owners])

    def found(self) -> Found:
        """Return what the lexicon finds in all texts, as `Lexicon.find` would in each."""
        single = np.flatnonzero(self.memory.column("single", self.numbers))
        first = self.memory.column("first", self.numbers)
        entries: list[int] = []
        places: list[int] = []
        known = self.memory.entries
        for place, word in zip(single.tolist(), self.numbers[single].tolist(), strict=True):
            entries += known[word]
            places += [place] * len(known[word])
        second = self.memory.column("second", self.numbers)
        longer, rows = self._pairs(self.vocabulary.longer, first, second)
        ends = np.minimum(np.array(self.firsts)[self.text[longer] + 1], longer + LONGEST)
        for place, end, row in zip(longer.tolist(), ends.tolist(), rows.tolist(), strict=True):
            certain, doubtful = self.vocabulary.longer_entries[row]
            matched = list(certain)
            if doubtful:
                words = [self.memory.plain[n] for n in self.numbers[place:end].tolist()]
                matched += [n for n, entry in doubtful if entry.fits(words, 0)]
            entries += matched
            places += [place] * len(matched)
        return self._shared(np.array(entries, np.int64), np.array(places, np.int64))

    def _shared(self, entries: Integers, places: Integers) -> Found:
        """Give each entry what its context leaves of it; those found again share that."""
        left = np.ones(len(self.numbers))
        first = self.memory.column("first", self.numbers)
        cued, rows = self._pairs(self.vocabulary.cues, first, first)
        for place, row in zip(cued.tolist(), rows.tolist(), strict=True):
            cue = self.vocabulary.cue_list[row]
            end = min(place + 2 + cue.reach, self.firsts[self.text[place] + 1])
            left[place + 2 : end] = np.minimum(left[place + 2 : end], cue.factor)
        left[self.denied] = NEGATED
        keys = self.text[places] * len(self.vocabulary.themes) + entries
        _, which, often = np.unique(keys, return_inverse=True, return_counts=True)
        return Found(entries, places, left[places] / often[which])

    def _pairs(self, table: PairTable, one: Integers, other: Integers) -> tuple[Integers, Integers]:
        """Return the places of neighbours in one text that `table` knows, and their rows."""
        rows = table.find(one[:-1], other[1:])
        places = np.flatnonzero((rows >= 0) & (self.text[:-1] == self.text[1:]))
        return places, rows[places]
