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
        if not all(_is_typing_error(*pair) for pair in pairs):
            return None
        count += end - start
    return count


def _is_typing_error(old: str, new: str) -> bool:
    old, new = old.strip(PUNCTUATION), new.strip(PUNCTUATION)
    if old == new:
        return True
    both = old + new
    if not both.isalpha() or both.lower() != both:
        return False
    if {plain(old), plain(new)} & NEGATIONS or _negates(old, new) or _negates(new, old):
        return False
    same_stem = len(old) > STEM and old[:STEM] == new[:STEM]
    if not same_stem and old[:STEM] in vocabulary():
        return False
    return _edits(old, new) <= (2 if min(len(old), len(new)) >= LONG_WORD else 1)


def _negates(word: str, base: str) -> bool:
    return any(word == prefix + base for prefix in NEGATIVE_PREFIXES)


def _edits(first: str, second: str) -> int:
    """Return the number of single-letter edits between two words.

    A swap of two neighbouring letters is one edit.
    """
    rows = [list(range(len(second) + 1))]
    for i, a in enumerate(first, start=1):
        row = [i]
        for j, b in enumerate(second, start=1):
            cost = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and first[i - 2] == b:
                cost = min(cost, rows[i - 2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]
