"""The terms of a text: stems of its content words, and pairs of neighbouring stems.

A stem consists of the first letters of a word, without its ending or a final `e`, so that
`regulate`, `regulation` and `regulators` have the same stem. Words that name no topic are left out,
and the words around them do not form a pair.
"""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from scoring.core.topics.stop_words import STOP_WORDS

STEM = 7
"""Maximum number of letters in a stem. With fewer, unrelated words (`interest`, `internet`) would
have the same stem."""
KEPT = frozenset(["learning", "reasoning", "training", "building", "alignment"])
"""Words that name topics although their base forms are stop words."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def terms_of(text: str) -> Counter[str]:
    """Return the number of occurrences of each term in `text`.

    A pair is written with a space between its stems.
    """
    return Counter(term for term, _ in read_terms(text))


def read_terms(text: str) -> Iterator[tuple[str, str]]:
    """Yield each term of `text`, in order, with the original words."""
    before: tuple[str, str] | None = None
    for word in words_of(text):
        stem = stem_of(word.lower())
        if not stem:
            before = None
            continue
        yield stem, word
        if before and before[0] != stem:
            yield f"{before[0]} {stem}", f"{before[1]} {word}"
        before = stem, word


def words_of(text: str) -> Iterator[str]:
    """Yield the words of `text` in their original case, without apostrophes or possessive `'s`."""
    for match in _WORD.finditer(text):
        yield match.group().replace("’", "'").removesuffix("'s").replace("'", "")


@lru_cache(maxsize=100_000)
def stem_of(word: str) -> str:
    """Return the stem of a lower-case word, or '' if it names no topic."""
    forms = list(_forms(word))
    if len(forms[-1]) < 2 or (word not in KEPT and any(form in STOP_WORDS for form in forms)):
        return ""
    return forms[-1][:STEM].removesuffix("e")


def _forms(word: str) -> Iterator[str]:
    """Yield `word` and its base forms, the shortest last."""
    yield word
    if word == "ais":
        yield "ai"
    elif word.endswith("ies") and len(word) > 4:
        yield f"{word[:-3]}y"
    elif word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
        yield word
    for ending in ("ing", "ed", "ly"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            bare = word.removesuffix(ending)
            yield f"{bare}e"
            yield bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] != "l" else bare
