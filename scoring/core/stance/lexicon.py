"""The lexicon: phrases that lean, written by hand, and what turns them round or weakens them.

Each line of `lexicon.tsv` is a phrase of one to six words, a theme and a lens. A `*` after the
last word stands for any ending; a phrase may stand under several themes. What a theme counts is
learned, one weight for all of its phrases: weights of single phrases carried over to unseen shows
worse.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from scoring.core.stance.words import negated, plain

LONGEST = 6
HEAD = 3
"""Letters by which a phrase is indexed; a word with any ending has to be as long."""
RISK_THEMES = (
    *("doom", "control", "existential", "misalignment", "misuse", "harms", "jobs", "restrain"),
    *("safety_fails", "warning", "threat", "trouble", "unease"),
)
THEMES = (
    *RISK_THEMES,
    *("abundance", "health", "growth", "works", "optimism", "dismissal"),
    *("praise", "progress", "promise"),
)
"""Those beside the themes of risk were written as opportunity-forward."""
NEGATED = -0.5
"""A denial turns a phrase round, at half its strength."""


@dataclass(frozen=True, slots=True)
class Cue:
    """What two words do to the phrases among the `reach` words after them."""

    factor: float
    reach: int


ATTRIBUTED = Cue(0.3, 8)
"""Somebody else's view is reported."""
ASKED = Cue(0.5, 10)
"""The codebook: a question counts at about half of the stance it presumes."""
CUES = {
    tuple(pair.split()): cue
    for cue, pairs in {
        ATTRIBUTED: "people say, people think, people believe, people worry, they say, "
        "some say, critics say, skeptics say, doomers say, who say, who think, who believe",
        ASKED: "do you, are you, would you, should we, how do, is there, is it, what if",
    }.items()
    for pair in pairs.split(", ")
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the lexicon; `open` says that the last word may go on."""

    words: tuple[str, ...]
    theme: str
    lens: str
    open: bool = False

    @property
    def side(self) -> int:
        """The side that the entry was written for: -1 is risk-forward, 1 the other."""
        return -1 if self.theme in RISK_THEMES else 1

    def fits(self, words: Sequence[str], first: int) -> bool:
        """Say whether the entry stands in `words`, which are plain, at index `first`."""
        last = first + len(self.words) - 1
        if last >= len(words) or words[last][:1] != self.words[-1][:1]:
            return False
        if tuple(words[first:last]) != self.words[:-1]:
            return False
        word = words[last]
        return word.startswith(self.words[-1]) if self.open else word == self.words[-1]


class Hit(NamedTuple):
    """An entry found at a word; `share` is what context and repetition leave of it, -0.5 to 1."""

    entry: Entry
    first: int
    share: float

    @property
    def words(self) -> range:
        return range(self.first, self.first + len(self.entry.words))


class Lexicon:
    """Finds the phrases of a table of entries in a text.

    Entries of one word are indexed by its first letters, longer ones by their first word and the
    first letters of the second.
    """

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = list(entries)
        self._single: dict[str, list[int]] = {}
        self.longer: dict[tuple[str, str], list[int]] = {}
        for number, entry in enumerate(self.entries):
            if len(entry.words) == 1:
                self._single.setdefault(head(entry.words[0]), []).append(number)
            else:
                key = entry.words[0], head(entry.words[1])
                self.longer.setdefault(key, []).append(number)

    @classmethod
    def read(cls, source: str) -> "Lexicon":
        """Make a lexicon of the lines of `source`; raise ValueError naming a wrong line."""
        entries = []
        for number, line in enumerate(source.splitlines(), start=1):
            if not line or line.startswith("#"):
                continue
            try:
                phrase, theme, lens = line.split("\t")
                words = tuple(plain(phrase.rstrip("*")).split())
                stops_short = phrase.endswith("*") and len(words[-1]) < HEAD
                if not 1 <= len(words) <= LONGEST or theme not in THEMES or stops_short:
                    raise ValueError
            except ValueError:
                raise ValueError(f"line {number} of the lexicon is wrong: {line!r}") from None
            entries.append(Entry(words, theme, lens, phrase.endswith("*")))
        return cls(entries)

    def of_one_word(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the entries of one word that the plain `word` is."""
        numbers = self._single.get(head(word), ())
        return tuple(n for n in numbers if self.entries[n].fits([word], 0))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return every entry found in plain `words`: those of one word, then longer ones."""
        found = [(n, first) for first, word in enumerate(words) for n in self.of_one_word(word)]
        for first, (word, second) in enumerate(pairwise(words)):
            for number in self.longer.get((word, head(second)), ()):
                if self.entries[number].fits(words, first):
                    found.append((number, first))
        cues = [(i, CUES[pair]) for i, pair in enumerate(pairwise(words), 1) if pair in CUES]
        denied, often = set(negated(words)), Counter(number for number, _ in found)
        return [
            Hit(self.entries[n], first, _factor(first, denied, cues) / often[n])
            for n, first in found
        ]


def head(word: str) -> str:
    return word[:HEAD]


@cache
def built_in() -> tuple[Lexicon, str]:
    """Return the lexicon of this package, and its text."""
    source = resources.files("scoring.core.stance").joinpath("lexicon.tsv").read_text("utf-8")
    return Lexicon.read(source), source


def _factor(first: int, denied: Collection[int], cues: Sequence[tuple[int, "Cue"]]) -> float:
    """Return what the context of word `first` leaves of it: the strongest discount counts."""
    if first in denied:
        return NEGATED
    if not cues:
        return 1.0
    return min((cue.factor for i, cue in cues if i < first <= i + cue.reach), default=1.0)
