"""Split a text into sentences, and long sentences into clauses.

Machine captions have no full stops, so a long sentence is also split where a speaker begins a new
clause: before a conjunction with a subject ("and we", "but they") and, in text with little
punctuation, before a pronoun that does not depend on the previous word. Clauses of only a few words
are joined to a neighbour, because "you know," means little on its own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

MAX_WORDS = 24
"""A sentence with more words than this is split into clauses."""
MIN_WORDS = 6
"""Minimum number of words in a clause, unless the whole text is shorter."""
MAX_CLAUSE = 30
"""A clause with more words is split at its most central conjunction or relative pronoun."""
PUNCTUATED = 25
"""A sentence is punctuated if it has at least one comma, semicolon or colon per 25 words."""

_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*$")
_ABBREVIATION = re.compile(
    r"[\"'(“‘\[]*(?:[a-z]|(?:[a-z]\.)+[a-z]?|mr|mrs|ms|dr|prof|st|vs|etc|jr|sr)\.", re.IGNORECASE
)
_EDGES = "\"'“”‘()[],;:.!?…—–-"
_JOINS = frozenset({"and", "but", "so", "or"})
_SUBORDINATES = frozenset({"because", "although", "though", "whereas", "unless"})
_RELATIVES = frozenset(
    {"that", "which", "who", "if", "when", "like", "where", "while", "than", "to"}
)
_CLAUSE_PRONOUNS = """
i i'm i've i'd i'll you're we we're we've we'll they they're they've they'll it's that's there's
he's she's let's
"""
_OTHER_BEGINNINGS = """
you you've you'll it it'll he she there this that that'll what's these those the a an if when then
what how who my your our their its people someone everyone somebody everybody ai in as maybe
"""
_DEPENDING_WORDS = """
and but so or if when that because what how where why who which like think know mean say said says
feel as than whether until before after while though although unless well okay yeah maybe then the
a is was are were do does did can could will would should i you
"""
_PRONOUNS = frozenset(_CLAUSE_PRONOUNS.split())
_BEGINNINGS = _PRONOUNS | frozenset(_OTHER_BEGINNINGS.split())
_DEPENDING = frozenset(_DEPENDING_WORDS.split())
"""Words after which a pronoun does not begin a new clause."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause: words `first` to `last` (exclusive) of a text.

    `begins` is true if the clause begins a sentence, and `ends` if it ends one.
    """

    first: int
    last: int
    begins: bool
    ends: bool


def clauses(text: str) -> list[Clause]:
    """Return the clauses of `text` in order; together they contain all of its words."""
    words = _WORD.findall(text)
    plain = [word.lower().replace("’", "'").strip(_EDGES) for word in words]
    parts: list[Clause] = []
    for first, last in pairwise(_sentence_edges(words)):
        edges = _clause_edges(words, plain, first, last)
        parts += [Clause(a, b, a == first, b == last) for a, b in pairwise(edges)]
    return _joined(parts)


def _sentence_edges(words: Sequence[str]) -> list[int]:
    ends = (
        number
        for number, word in enumerate(words[:-1], start=1)
        if _SENTENCE_END.search(word) and not _ABBREVIATION.fullmatch(word)
    )
    return [0, *ends, len(words)] if words else []


def _clause_edges(words: Sequence[str], plain: Sequence[str], first: int, last: int) -> list[int]:
    """Return the index of the first word of each clause in a sentence, followed by `last`."""
    edges = [first]
    if last - first > MAX_WORDS:
        pauses = sum(word[-1] in ",;:" for word in words[first:last])
        is_loose = pauses * PUNCTUATED < last - first
        for index in range(first + MIN_WORDS, last - MIN_WORDS + 1):
            if index - edges[-1] >= MIN_WORDS and _is_edge(words, plain, index, is_loose):
                edges.append(index)
    return [edge for pair in pairwise([*edges, last]) for edge in _halved(plain, *pair)] + [last]


def _is_edge(words: Sequence[str], plain: Sequence[str], index: int, is_loose: bool) -> bool:
    before, word, after = words[index - 1], plain[index], plain[index + 1]
    if before[-1] in ";:—–-":
        return True
    if word in _SUBORDINATES or (word in _JOINS and after in _BEGINNINGS):
        return True
    if before[-1] == ",":
        return word in _BEGINNINGS or word in _JOINS or word in ("which", "where")
    begins = word in _PRONOUNS or (word == "you" and after == "know")
    return is_loose and begins and plain[index - 1] not in _DEPENDING


def _halved(plain: Sequence[str], first: int, last: int) -> list[int]:
    """Return `first`, followed by the indices at which a long clause is split."""
    if last - first <= MAX_CLAUSE:
        return [first]
    inner = range(first + MIN_WORDS, last - MIN_WORDS)
    indices = [index for index in inner if plain[index] in _JOINS | _SUBORDINATES]
    indices = indices or [index for index in inner if plain[index] in _RELATIVES]
    if not indices:
        return [first]
    middle = min(indices, key=lambda index: abs(2 * index - first - last))
    return _halved(plain, first, middle) + _halved(plain, middle, last)


def _joined(parts: Sequence[Clause]) -> list[Clause]:
    """Join short clauses to the next clause, or to the previous one at the end of a sentence."""
    joined: list[Clause] = []
    for part in parts:
        previous = joined[-1] if joined else None
        if previous and (_waits(previous, len(joined)) or (_is_short(part) and part.ends)):
            joined[-1] = Clause(previous.first, part.last, previous.begins, part.ends)
        else:
            joined.append(part)
    return joined


def _waits(clause: Clause, number: int) -> bool:
    """Return whether a clause is so short that it must be joined to the next one.

    `number` is the position of the clause in the text, counted from 1. A clause that ends a
    sentence is joined to the next one only if it is the first in the text.
    """
    return _is_short(clause) and (number == 1 or not clause.ends)


def _is_short(clause: Clause) -> bool:
    return clause.last - clause.first < MIN_WORDS
