"""The words met so far in a process, each looked up once and then known by a number."""

from array import array
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from scoring.core.stance.lexicon import Lexicon, head
from scoring.core.stance.weights import Integers
from scoring.core.stance.words import NEGATIONS, STEM, plain, read_words

UNKNOWN = 0


class Lists:
    """Lists of numbers, one for each number from 0, laid end to end."""

    def __init__(self) -> None:
        self._flat, self._starts, self._counts = array("q"), array("q"), array("q")

    def append(self, numbers: Sequence[int]) -> None:
        self._starts.append(len(self._flat))
        self._counts.append(len(numbers))
        self._flat.extend(numbers)

    def of(self, numbers: Integers) -> tuple[Integers, Integers]:
        """Return the lists of these numbers end to end, and the length of each."""
        counts = _view(self._counts)[numbers]
        ends = np.cumsum(counts)
        places = np.repeat(_view(self._starts)[numbers] - ends + counts, counts)
        return _view(self._flat)[places + np.arange(len(places))], counts


class Memory(dict[str, int]):
    """The spellings met so far, by number, with what is known of each in columns."""

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
        known = {
            "stem": self._stems.get(word[:STEM], UNKNOWN),
            "first": self._parts.get(word, UNKNOWN),
            "second": self._parts.get("+" + word) or self._parts.get(f"+{head(word)}*", UNKNOWN),
            "negates": word in NEGATIONS,
            "single": bool(entries),
        }
        for name, value in known.items():
            self._columns[name].append(int(value))
        self.plain.append(word)
        self.heads.append(head(word))
        self.entries.append(entries)
        self[spelling] = len(self)
        return self[spelling]

    def column(self, name: str, numbers: Integers) -> Integers:
        """Return what is known of the words of these numbers."""
        return _view(self._columns[name])[numbers]


class Pieces(dict[str, int]):
    """What stood between white space so far, by number, and the words that each is made of.

    Most pieces are one word, so a text is cut at white space, which is fast, and only a piece not
    met before is searched for words.
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
        """Return the numbers of the words of `pieces`, and how many each has."""
        return self._words.of(np.array(list(map(self.__getitem__, pieces)), np.int64))


def _view(numbers: "array[int]") -> Integers:
    # An empty array has no buffer to look at.
    return np.frombuffer(numbers, np.int64) if numbers else np.empty(0, np.int64)
