"""Detect whether a change only corrects typing errors and so needs no review.

A change is minor if it replaces at most three words, each with a word that is spelled almost the
same. One letter can be added, removed, changed or swapped with its neighbour. Words of six letters
or more can have two such edits. The old word must be missing from the scorer's vocabulary, or start
with the same six letters as the new one. Changes to words with digits, capital letters or negations
are never minor. Changes to commas, full stops, colons and semicolons are always minor.
"""

from difflib import SequenceMatcher

from library.captions.quality_checks import vocabulary
from scoring.core.stance.words import NEGATIONS, STEM, plain

MAX_WORDS = 3
LONG_WORD = 6
PUNCTUATION = ",.;:"
NEGATIVE_PREFIXES = ("un", "in", "im", "ir", "il", "dis", "non", "a", "mis")


def corrected_words(old: str, new: str) -> int | None:
    """Return the number of corrected words, or None if the change does more than correct words."""
    before, after = old.split(), new.split()
    count = 0
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    for tag, start, end, new_start, new_end in codes:
        if tag == "equal":
            continue
        if end - start != new_end - new_start:
            return None
        pairs = zip(before[start:end], after[new_start:new_end], strict=True)
        if not all(_is_typing_error(one, other) for one, other in pairs):
            return None
        count += end - start
    return count


def _is_typing_error(old: str, new: str) -> bool:
    one, other = old.strip(PUNCTUATION), new.strip(PUNCTUATION)
    if one == other:
        return True
    both = one + other
    if not both.isalpha() or both.lower() != both:
        return False
    if {plain(one), plain(other)} & NEGATIONS or _negates(one, other) or _negates(other, one):
        return False
    same_stem = len(one) > STEM and one[:STEM] == other[:STEM]
    if not same_stem and one[:STEM] in vocabulary():
        return False
    return _edits(one, other) <= (2 if min(len(one), len(other)) >= LONG_WORD else 1)


def _negates(one: str, other: str) -> bool:
    return any(one == prefix + other for prefix in NEGATIVE_PREFIXES)


def _edits(one: str, other: str) -> int:
    """Return the number of single-letter edits between two words.

    A swap of two neighbouring letters is one edit.
    """
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
