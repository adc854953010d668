"""Extract the features of training texts, and sum the shares of their lexicon entries."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from scoring.core.stance.lexicon import THEMES, Lexicon
from scoring.core.stance.words import features_of, plain, read_words

MIN_TEXTS = 4
"""Minimum number of texts in which a feature must occur."""
COLUMNS_AT_ONCE = 4096
PAIRS, DENIED = 1.0, 0.3
"""Weights of pairs and negated stems relative to stems, after scaling each group's mean to 1."""
EXACT = 100_000
"""Squared rarities are multiplied by this factor and rounded, so that kernel sums are exact."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Features:
    """The features of a list of texts.

    `present[i]` contains the columns of the features in text i, and `roots[i]` is the square root
    of its number of words.
    """

    names: list[str]
    present: list[NDArray[np.int64]]
    roots: Floats
    rarity: Floats
    """Squared IDF of each feature, times the weight of its group and `EXACT`."""
    lexicon: Floats
    """Sums of the shares of lexicon entries, by text and theme, divided by `roots`."""

    def kernel(self) -> Floats:
        """Return the similarity of every pair of texts."""
        count = len(self.present)
        total = np.zeros((count, count))
        for first in range(0, len(self.names), COLUMNS_AT_ONCE):
            block = np.zeros((count, min(COLUMNS_AT_ONCE, len(self.names) - first)))
            for row, columns in enumerate(self.present):
                inside = columns[(columns >= first) & (columns < first + block.shape[1])] - first
                block[row, inside] = 1.0
            total += (block * self.rarity[first : first + block.shape[1]]) @ block.T
        total /= np.outer(self.roots, self.roots)
        return total

    def weights(self, duals: Floats) -> Floats:
        """Return the weight of each feature for each target, given the dual coefficients."""
        sums = np.zeros((len(self.names), duals.shape[1]))
        for columns, root, dual in zip(self.present, self.roots, duals, strict=True):
            sums[columns] += dual / root
        return np.asarray(sums * self.rarity[:, None])


def extract(texts: Sequence[str], lexicon: Lexicon) -> Features:
    """Return the features that occur in at least `MIN_TEXTS` of `texts`."""
    sets = [set(features_of(text)) for text in texts]
    counts = Counter(name for names in sets for name in names)
    names = sorted(name for name, count in counts.items() if count >= MIN_TEXTS)
    column = {name: index for index, name in enumerate(names)}
    present = [
        np.array(sorted(column[name] for name in features if name in column), dtype=np.int64)
        for features in sets
    ]
    words = [[plain(word) for word in read_words(text).words] for text in texts]
    roots = np.sqrt([max(1, len(each)) for each in words])
    rarity = _rarity(names, [counts[name] for name in names], present, roots)
    leanings = np.zeros((len(texts), len(THEMES)))
    for row, each in enumerate(words):
        for hit in lexicon.find(each):
            leanings[row, THEMES.index(hit.entry.theme)] += hit.share
    return Features(names, present, roots, rarity, leanings / roots[:, None])


def _rarity(
    names: Sequence[str], counts: Sequence[int], present: list[NDArray[np.int64]], roots: Floats
) -> Floats:
    """Return `Features.rarity`, with IDF = 1 + log((1 + texts) / (1 + texts with the feature))."""
    texts = len(present)
    squares = np.array([(1 + math.log((1 + texts) / (1 + count))) ** 2 for count in counts])
    blocks = np.array([1 if " " in name else 2 if name.startswith("!") else 0 for name in names])
    sizes = np.zeros(3)
    for columns, root in zip(present, roots.tolist(), strict=True):
        sizes += np.bincount(blocks[columns], squares[columns], 3) / (root * root * texts)
    share = np.array([1.0, PAIRS, DENIED]) / np.maximum(sizes, 1e-9)
    return np.asarray(np.rint(squares * share[blocks] * EXACT), dtype=np.float64)
