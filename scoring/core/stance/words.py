"""The words of a text, and the features derived from them."""

import re
from collections.abc import Sequence
from itertools import pairwise

STEM = 6
"""Maximum number of letters in a stem; 5, 6 and 7 were equally accurate on unseen shows."""
NEGATION_REACH = 3
_NEGATIONS = """
not no never dont doesnt didnt isnt arent wasnt werent wont cant cannot couldnt wouldnt shouldnt
havent hasnt aint nobody nothing without hardly neither nor none
"""
NEGATIONS = frozenset(_NEGATIONS.split())

_WORD = re.compile(r"([a-z0-9][a-z0-9'’]*)")


class Words:
    """The lower-case words of a text, with their offsets."""

    def __init__(self, parts: list[str]) -> None:
        # Gaps and words alternate, so the lengths of all parts before a word add up to its offset.
        self._parts = parts
        self.words = parts[1::2]

    def runs_on(self, index: int) -> bool:
        """Return whether at most a comma or hyphen separates word `index` from the next word."""
        return self._parts[2 * index + 2].strip() in ("", "-", ",")

    def places(self, runs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """Return the start and end offsets of `runs`, which must be in order.

        Each run is a pair: the indices of its first and last word.
        """
        spans: list[tuple[int, int]] = []
        part = offset = 0
        for first, last in runs:
            start = offset + len("".join(self._parts[part : 2 * first + 1]))
            offset = start + len("".join(self._parts[2 * first + 1 : 2 * last + 2]))
            part = 2 * last + 2
            spans.append((start, offset))
        return spans


def read_words(text: str) -> Words:
    """Return the words of `text`, which consist of ASCII letters, digits and apostrophes."""
    return Words(_WORD.split(lower(text)))


def plain(word: str) -> str:
    """Return `word` without apostrophes, which captions often omit."""
    return word.replace("'", "").replace("’", "")


def all_plain(words: Sequence[str]) -> list[str]:
    """Apply `plain` to all words at once, which is faster than one call per word."""
    return plain("\n".join(words)).split("\n") if words else []


def lower(text: str) -> str:
    """Return `text` in lower case, with all character offsets unchanged."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(char.lower() if len(char.lower()) == 1 else char for char in text)


def negated(words: Sequence[str]) -> list[int]:
    """Return the indices of the words shortly after a negation, in ascending order."""
    indices: list[int] = []
    for index, word in enumerate(words):
        if word in NEGATIONS:
            first = max(index + 1, indices[-1] + 1 if indices else 0)
            indices.extend(range(first, min(len(words), index + 1 + NEGATION_REACH)))
    return indices


def features_of(text: str) -> list[str]:
    """Return the features of `text`, with repetitions.

    Features are stems, pairs of neighbouring stems, and negated stems, which begin with `!`.
    """
    words = all_plain(read_words(text).words)
    stems = [word[:STEM] for word in words]
    pairs = [f"{first} {second}" for first, second in pairwise(stems)]
    return stems + pairs + ["!" + stems[index] for index in negated(words)]
