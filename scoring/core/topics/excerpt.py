"""Choose an excerpt that explains a passage's score and shares a topic with another passage."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scoring.core.clauses import Clause, clauses
from scoring.core.topics.terms import stem_of

MAX_CHARACTERS = 300
"""Maximum length of an excerpt without ellipses, about three lines on a card."""
COST_OF_LENGTH = 0.01
"""Points subtracted from the value of an excerpt for each character, to keep excerpts short."""

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A phrase that contributes to a passage's score: character offsets, and points."""

    start: int
    end: int
    points: float


def excerpt(text: str, marks: Collection[Mark], terms: Collection[str]) -> str:
    """Return the consecutive clauses of `text` that best explain its score and mention `terms`.

    `marks` are the phrases on the same side as the score. The excerpt contains at least one of
    them, and is '' if none fits into MAX_CHARACTERS. An ellipsis shows where a sentence is cut.
    """
    words = [(word.start(), word.end()) for word in _WORD.finditer(text)]
    parts = clauses(text)
    stems = {stem for term in terms for stem in term.split()}
    ends = [(words[part.first][0], words[part.last - 1][1]) for part in parts]
    mentions = [_mentions(text[start:end], stems) for start, end in ends]
    best, chosen = 0.0, ""
    for first in range(len(parts)):
        mentioned = 0
        for last in range(first, len(parts)):
            start, end = ends[first][0], ends[last][1]
            if end - start > MAX_CHARACTERS:
                break
            mentioned += mentions[last]
            points = sum(abs(m.points) for m in marks if start <= m.start and m.end <= end)
            worth = points * (1 + mentioned) - COST_OF_LENGTH * (end - start)
            if points and worth > best:
                best, chosen = worth, _quoted(text[start:end], parts[first : last + 1])
    return chosen


def _quoted(text: str, parts: Sequence[Clause]) -> str:
    return f"{'' if parts[0].begins else '… '}{text}{'' if parts[-1].ends else ' …'}"


def _mentions(text: str, stems: Collection[str]) -> int:
    """Return the number of words of `text` that have one of the `stems`."""
    return sum(not _stems(word).isdisjoint(stems) for word in text.split())


def _stems(word: str) -> set[str]:
    return {
        stem_of(letters.lower().replace("’", "'").removesuffix("'s").replace("'", ""))
        for letters in _LETTERS.findall(word)
    }
