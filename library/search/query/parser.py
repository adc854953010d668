"""Parse search queries such as `words "an exact phrase" one OR another -excluded`."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from library.search.query.stop_words import STOP_WORDS

_PART = re.compile(r'(-?)"([^"]*)"|(-?)(\S+)')
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
MAX_QUERY_CHARACTERS = 200
"""Maximum length of a query in characters. Longer queries are cut off."""
MAX_TERMS = 10
"""Maximum number of required terms in a query, and also of excluded terms."""
MAX_PHRASES = 3
"""Maximum number of required phrases in a query, and also of excluded ones; others are ignored. The
cost of marking matches grows much faster than the number of phrases. Only one of them can consist
of stop words, because nearly every passage contains such phrases."""


@dataclass(frozen=True, slots=True)
class Term:
    """A word or a phrase."""

    words: tuple[str, ...]

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    @property
    def is_common_phrase(self) -> bool:
        """Whether the term is a phrase of stop words."""
        return self.is_phrase and all(word in STOP_WORDS for word in self.words)

    @property
    def is_common(self) -> bool:
        """Whether the term is a single stop word."""
        return len(self.words) == 1 and self.words[0] in STOP_WORDS

    def quoted(self) -> str:
        return f'"{" ".join(self.words)}"'


@dataclass(frozen=True, slots=True)
class Query:
    """A query: matches have a term from each `required` group and no `excluded` term."""

    required: tuple[tuple[Term, ...], ...] = ()
    excluded: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.required)

    @property
    def any_word(self) -> str:
        """The text of a query that matches any of the words, without stop words.

        Empty if this query already matches any of its words, or if fewer than two words remain.
        """
        terms = [term for group in self.required for term in group]
        if len(self.required) == 1 and not any(term.is_phrase for term in terms):
            return ""
        words = dict.fromkeys(word for term in terms for word in term.words)
        required = [word for word in words if not Term((word,)).is_common]
        if len(required) < 2:
            return ""
        excluded = "".join(f" -{term.quoted()}" for term in self.excluded)
        return f"{' OR '.join(required)}{excluded}"

    def for_sqlite(self) -> str:
        """Return the query in FTS5 syntax."""
        groups = (f"({' OR '.join(term.quoted() for term in group)})" for group in self.required)
        excluded = "".join(f" NOT {term.quoted()}" for term in self.excluded)
        return f"({' AND '.join(groups)}){excluded}"

    def for_postgresql(self) -> str:
        """Return the query in `to_tsquery` syntax."""
        groups = (
            "(" + " | ".join(_tsquery(term) for term in group) + ")" for group in self.required
        )
        excluded = "".join(f" & !{_tsquery(term)}" for term in self.excluded)
        return " & ".join(groups) + excluded


def parse_query(text: str) -> Query:
    """Parse `text` into a query. Any text is a valid query."""
    required: list[list[Term]] = []
    excluded: list[Term] = []
    is_alternative = False
    phrases = _Phrases()
    for match in _PART.finditer(text[:MAX_QUERY_CHARACTERS]):
        minus, phrase, word_minus, word = match.groups()
        if word == "OR" and required:
            is_alternative = True
            continue
        term = Term(tuple(_WORD.findall(_normalised(phrase if phrase is not None else word))))
        if not term.words:
            continue
        is_excluded = bool(minus or word_minus)
        if term.is_phrase and not phrases.take(term, is_excluded=is_excluded):
            # Of a word such as "open-source", search for the parts.
            if word and not is_excluded and not is_alternative:
                required += [[Term((part,))] for part in term.words]
        elif is_excluded:
            excluded.append(term)
        elif is_alternative:
            required[-1].append(term)
        else:
            required.append([term])
        is_alternative = False
    return Query(_first_terms(_without_stop_words(required)), tuple(excluded[:MAX_TERMS]))


class _Phrases:
    """Counts the phrases of a query."""

    def __init__(self) -> None:
        self._taken = Counter[bool]()
        self._has_common = False

    def take(self, phrase: Term, *, is_excluded: bool) -> bool:
        """Count `phrase`, unless a limit has been reached; return whether it was counted."""
        is_one_more_common = phrase.is_common_phrase and self._has_common
        if is_one_more_common or self._taken[is_excluded] == MAX_PHRASES:
            return False
        self._has_common |= phrase.is_common_phrase
        self._taken[is_excluded] += 1
        return True


def _first_terms(groups: Sequence[tuple[Term, ...]]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups, cut off after MAX_TERMS terms in total."""
    first: list[tuple[Term, ...]] = []
    left = MAX_TERMS
    for group in groups:
        if left > 0:
            first.append(group[:left])
            left -= len(group)
    return tuple(first)


def _without_stop_words(groups: Sequence[Sequence[Term]]) -> tuple[tuple[Term, ...], ...]:
    """Return the groups without stop words, unless all terms are stop words."""
    filtered = (tuple(term for term in group if not term.is_common) for group in groups)
    return tuple(group for group in filtered if group) or tuple(tuple(group) for group in groups)


def _tsquery(term: Term) -> str:
    # Quotes keep operators literal in to_tsquery; apostrophes are doubled.
    words = ("'{}'".format(word.replace("'", "''")) for word in term.words)
    return "(" + " <-> ".join(words) + ")"


def _normalised(text: str) -> str:
    """Return `text` in lower case without accents, as in the indexes of both databases."""
    characters = unicodedata.normalize("NFD", text.lower().replace("’", "'"))
    return "".join(char for char in characters if not "\u0300" <= char <= "\u036f")
