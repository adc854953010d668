"""Per-process word cache: each word is looked up once, and then represented by a number."""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from scoring.core.stance.lexicon import Lexicon, head
from scoring.core.stance.weights import Integers
from scoring.core.stance.words import NEGATIONS, STEM, plain, read_words

UNKNOWN = 0


class Lists:
    """Lists of numbers, stored consecutively in one array."""

    def __init__(self) -> None:
        self._flat, self._starts, self._counts = array("q"), array("q"), array("q")

    def append(self, numbers: Sequence[int]) -> None:
        self._starts.append(len(self._flat))
        self._counts.append(len(numbers))
        self._flat.extend(numbers)

    def of(self, numbers: Integers) -> tuple[Integers, Integers]:
        """Return the lists at the indices `numbers`, concatenated, and the length of each list."""
        counts = _view(self._counts)[numbers]
        ends = np.cumsum(counts)
        places = np.repeat(_view(self._starts)[numbers] - ends + counts, counts)
        return _view(self._flat)[places + np.arange(len(places))], counts


class Memory(dict[str, int]):
    """Maps each spelling seen so far to a number, and stores the word's properties in columns."""

    def __init__(
        self, stems: Mapping[str, int], lexicon: Lexicon, parts: Mapping[str, int]
    ) -> None:
        super().__init__()
        self._stems, self._lexicon, self._parts = stems, lexicon, parts
        self.plain: list[str] = []
        self.heads: list[str] = []
        self.entries = Lists()
        self.pieces = Pieces(self)
        self._columns = {
            name: array("q") for name in ("stem", "first", "second", "negates", "single")
        }

    def __missing__(self, spelling: str) -> int:
        word = plain(spelling)
        entries = self._lexicon.of_one_word(word)
        properties = {
            "stem": self._stems.get(word[:STEM], UNKNOWN),
            "first": self._parts.get(word, UNKNOWN),
            "second": self._parts.get("+" + word) or self._parts.get(f"+{head(word)}*", UNKNOWN),
            "negates": word in NEGATIONS,
            "single": bool(entries),
        }
        for name, value in properties.items():
            self._columns[name].append(int(value))
        self.plain.append(word)
        self.heads.append(head(word))
        self.entries.append(entries)
        self[spelling] = len(self)
        return self[spelling]

    def column(self, name: str, numbers: Integers) -> Integers:
        """Return the values of the column `name` for the word numbers in `numbers`."""
        return _view(self._columns[name])[numbers]


class Pieces(dict[str, int]):
    """Maps each whitespace-separated piece seen so far to a number, and stores its words.

    Splitting a text at whitespace is fast, and most of its pieces have been seen before. Only new
    pieces are split into words.
    """

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        self._memory = memory
        self._words = Lists()

    def __missing__(self, piece: str) -> int:
        self._words.append([self._memory[word] for word in read_words(piece).words])
        self[piece] = len(self)
        return self[piece]

    def words_of(self, pieces: Iterable[str]) -> tuple[Integers, Integers]:
        """Return the word numbers of `pieces`, and the number of words in each."""
        return self._words.of(np.array(list(map(self.__getitem__, pieces)), np.int64))


def _view(numbers: "array[int]") -> Integers:
    # np.frombuffer() rejects an empty buffer.
    return np.frombuffer(numbers, np.int64) if numbers else np.empty(0, np.int64)
