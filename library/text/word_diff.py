"""Word-by-word differences between two texts."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

MAX_WORDS = 8_000
"""Texts with more words are compared as a whole, because comparing words takes quadratic time."""
KEPT, REMOVED, ADDED = "kept", "removed", "added"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words that are unchanged, removed or added."""

    kind: str
    text: str


def word_diff(old: str, new: str) -> list[Part]:
    """Return the parts of both texts, in order. Differences in line endings are ignored."""
    before, after = _tokens(old), _tokens(new)
    if max(len(before), len(after)) > MAX_WORDS * 2:
        same = before == after
        pieces = [(KEPT, new)] if same else [(REMOVED, old), (ADDED, new)]
        return [Part(kind, text) for kind, text in pieces if text]
    parts: list[Part] = []
    removed, added = "", ""
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for index, (tag, start, end, new_start, new_end) in enumerate(codes):
        old_words, new_words = "".join(before[start:end]), "".join(after[new_start:new_end])
        is_inner = 0 < index < len(codes) - 1
        if tag == "equal" and not (is_inner and old_words.isspace()):
            parts += [*_changed(removed, added), Part(KEPT, old_words)]
            removed, added = "", ""
        else:
            removed, added = removed + old_words, added + new_words
    return [*parts, *_changed(removed, added)]


def _changed(removed: str, added: str) -> list[Part]:
    return [Part(kind, text) for kind, text in ((REMOVED, removed), (ADDED, added)) if text]


def side(parts: list[Part], hidden: str) -> list[Part]:
    """Return one side of a diff: all parts except those of the kind `hidden`."""
    return [part for part in parts if part.kind != hidden]


def plain_lines(text: str) -> str:
    """Return `text` with normalised line endings."""
    return text.replace("\r\n", "\n")


def _tokens(text: str) -> list[str]:
    return re.findall(r"\s+|\S+", plain_lines(text))
