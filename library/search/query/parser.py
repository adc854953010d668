"""What a reader asks for: words, "a phrase", one OR another, and -without. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from library.search.query.stop_words import STOP_WORDS

_PART = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
LONGEST = 200
"""Characters of a query that are read; nobody types more."""


@dataclass(frozen=True, slots=True)
class Term:
    """Words that have to stand together, in order."""

    words: tuple[str, ...]

    @property
    def is_common(self) -> bool:
        """Whether it is a single word that stands everywhere, like "the"."""
        return len(self.words) == 1 and self.words[0] in STOP_WORDS

    def quoted(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Query:
    """All of `wanted`, each by one of its alternatives, and none of `unwanted`."""

    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    def for_sqlite(self) -> str:
        """Return the query in the language of FTS5."""
        groups = (f"({' OR '.join(term.quoted() for term in group)})" for group in self.wanted)
        unwanted = "".join(f" NOT {term.quoted()}" for term in self.unwanted)
        return f"({' AND '.join(groups)}){unwanted}"

    def for_postgresql(self) -> str:
        """Return the query in the language of `to_tsquery`, words joined by `<->` in phrases."""
        groups = ("(" + " | ".join(_joined(term) for term in group) + ")" for group in self.wanted)
        unwanted = "".join(f" & !{_joined(term)}" for term in self.unwanted)
        return " & ".join(groups) + unwanted


def parse_query(text: str) -> Query:
    """Return what `text` asks for; whatever is typed is understood, nothing is an error."""
    wanted: list[list[Term]] = []
    unwanted: list[Term] = []
    joins = False
    for match in _PART.finditer(text[:LONGEST]):
        minus, phrase, word_minus, word = match.groups()
        if word == "OR" and wanted:
            joins = True
            continue
        said = phrase if phrase is not None else word
        term = Term(tuple(found.lower().replace("’", "'") for found in _WORD.findall(said)))
        if not term.words:
            continue
        if minus or word_minus:
            unwanted.append(term)
        elif joins:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        joins = False
    return Query(_telling(wanted), tuple(unwanted))


def _telling(groups: Sequence[Sequence[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups without common words; all of them when nothing else is asked for."""
    telling = (tuple(term for term in group if not term.is_common) for group in groups)
    return tuple(group for group in telling if group) or tuple(tuple(group) for group in groups)


def _joined(term: Term) -> str:
    # Quoted, a word is only a word to to_tsquery; an apostrophe is doubled as in SQL.
    words = ("'{}'".format(word.replace("'", "''")) for word in term.words)
    return "(" + " <-> ".join(words) + ")"
