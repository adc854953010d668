"""Select the part of a passage that has the most terms in common with another passage."""

import re
from collections.abc import Collection

from scoring.core.topics.terms import stem_of

LENGTH = 260
"""Maximum length of an excerpt in characters, about three lines on a card."""

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


def excerpt(text: str, terms: Collection[str], *, length: int = LENGTH) -> str:
    """Return the part of `text` that contains the most `terms`.

    The part consists of whole words and has up to `length` characters. An ellipsis marks omitted
    words at either end.
    """
    stems = {stem for term in terms for stem in term.split()}
    words = list(_WORD.finditer(text))
    found = [bool(stems & _stems(word.group())) for word in words]
    best, first, last = -1, 0, len(words)
    end = held = 0
    for start, word in enumerate(words):
        end = max(end, start)
        while end < len(words) and words[end].end() - word.start() <= length:
            held += found[end]
            end += 1
        if held > best and end > start:
            best, first, last = held, start, end
        held -= found[start] if end > start else 0
        if end == len(words):
            break
    if not words:
        return ""
    shown = text[words[first].start() : words[last - 1].end()]
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}"


def _stems(word: str) -> set[str]:
    return {
        stem_of(letters.lower().replace("’", "'").removesuffix("'s").replace("'", ""))
        for letters in _LETTERS.findall(word)
    }
