"""Quote the part of a passage that carries its score and is on the topic of another passage."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from scoring.core.clauses import Clause, clauses
from scoring.core.topics.terms import stem_of

MAX_CHARACTERS = 300
"""Maximum length of an excerpt, about three lines on a card. A single clause can be longer."""
COST_OF_LENGTH = 0.01
"""Points of score that each character of an excerpt must be worth."""

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a passage that carries part of its score: character offsets, and points."""

    start: int
    end: int
    points: float


def excerpt(text: str, marks: Collection[Mark], terms: Collection[str]) -> str:
    """Return the clauses of `text` that carry most of its score and mention the most `terms`.

    `marks` are on the side of the score. The excerpt contains at least one of them; without marks
    it is ''. An ellipsis marks an end that is not the end of a sentence.
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
            if last > first and end - start > MAX_CHARACTERS:
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
