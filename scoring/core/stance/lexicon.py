"""The lexicon: phrases that lean to a side, and contexts that reverse or weaken them.

Each line of `lexicon.tsv` contains a phrase of one to six words, a theme and a lens. A `*` after
the last word matches any ending. A phrase can have several themes. Weights are learned per theme,
because weights per phrase were less accurate on held-out shows.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import NamedTuple

from scoring.core.stance.words import negated, plain

MAX_WORDS = 6
HEAD = 3
"""Number of leading letters in an index key, and minimum number of letters before `*`."""
RISK_THEMES = (
    *("doom", "control", "existential", "misalignment", "misuse", "harms", "jobs", "restrain"),
    *("safety_fails", "warning", "threat", "trouble", "unease"),
)
THEMES = (
    *RISK_THEMES,
    *("abundance", "health", "growth", "works", "optimism", "dismissal"),
    *("praise", "progress", "promise"),
)
"""All themes; those outside RISK_THEMES are opportunity-forward."""
NEGATED = -0.5
"""Factor for a negated phrase: the opposite side, at half the strength."""


@dataclass(frozen=True, slots=True)
class Cue:
    """The effect of a pair of words: `factor` applies to phrases within the next `reach` words."""

    factor: float
    reach: int


ATTRIBUTED = Cue(0.3, 8)
"""The effect of words with which a speaker reports somebody else's view."""
ASKED = Cue(0.5, 10)
"""The effect of words that begin a question. According to the codebook, a question expresses about
half of the stance that it presupposes."""
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
    """A line of the lexicon; the last word can have any ending if `open` is true."""

    words: tuple[str, ...]
    theme: str
    lens: str
    open: bool = False

    @property
    def side(self) -> int:
        """Side of the theme: -1 for risk-forward, 1 for opportunity-forward."""
        return -1 if self.theme in RISK_THEMES else 1

    def fits(self, words: Sequence[str], first: int) -> bool:
        """Return whether the plain `words` contain the entry at index `first`."""
        last = first + len(self.words) - 1
        if last >= len(words) or words[last][:1] != self.words[-1][:1]:
            return False
        if tuple(words[first:last]) != self.words[:-1]:
            return False
        word = words[last]
        return word.startswith(self.words[-1]) if self.open else word == self.words[-1]


class Hit(NamedTuple):
    """A lexicon entry found in a text, with the index of its first word.

    `share`, from -0.5 to 1, is a factor that depends on context and repetition.
    """

    entry: Entry
    first: int
    share: float

    @property
    def words(self) -> range:
        return range(self.first, self.first + len(self.entry.words))


class Lexicon:
    """Finds lexicon entries in texts.

    Entries of one word are indexed by its first letters, longer entries by their first word and the
    first letters of their second word.
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
        """Return the lexicon in `source`. Raises ValueError with the number of the invalid line."""
        entries = []
        for number, line in enumerate(source.splitlines(), start=1):
            if not line or line.startswith("#"):
                continue
            try:
                phrase, theme, lens = line.split("\t")
                words = tuple(plain(phrase.rstrip("*")).split())
                stops_short = phrase.endswith("*") and len(words[-1]) < HEAD
                if not 1 <= len(words) <= MAX_WORDS or theme not in THEMES or stops_short:
                    raise ValueError
            except ValueError:
                raise ValueError(f"line {number} of the lexicon is not valid: {line!r}") from None
            entries.append(Entry(words, theme, lens, phrase.endswith("*")))
        return cls(entries)

    def of_one_word(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the single-word entries that match a plain word."""
        numbers = self._single.get(head(word), ())
        return tuple(n for n in numbers if self.entries[n].fits([word], 0))

    def find(self, words: Sequence[str]) -> list[Hit]:
        """Return all entries in plain `words`: single words first, then longer entries."""
        matches = [(n, first) for first, word in enumerate(words) for n in self.of_one_word(word)]
        for first, (word, second) in enumerate(pairwise(words)):
            for number in self.longer.get((word, head(second)), ()):
                if self.entries[number].fits(words, first):
                    matches.append((number, first))
        cues = [(i, CUES[pair]) for i, pair in enumerate(pairwise(words), 1) if pair in CUES]
        denied, often = set(negated(words)), Counter(number for number, _ in matches)
        return [
            Hit(self.entries[n], first, _factor(first, denied, cues) / often[n])
            for n, first in matches
        ]


def head(word: str) -> str:
    return word[:HEAD]


@cache
def built_in() -> tuple[Lexicon, str]:
    """Return the built-in lexicon and its source."""
    source = resources.files("scoring.core.stance").joinpath("lexicon.tsv").read_text("utf-8")
    return Lexicon.read(source), source


def _factor(first: int, denied: Collection[int], cues: Sequence[tuple[int, "Cue"]]) -> float:
    """Return the factor for a phrase at word `first`; a negation takes precedence over cues."""
    if first in denied:
        return NEGATED
    if not cues:
        return 1.0
    return min((cue.factor for i, cue in cues if i < first <= i + cue.reach), default=1.0)
