"""The weights of many texts, summed at once.

All texts of a batch lie end to end as stem numbers. Every distinct feature of a text counts
once, however often it occurs; its occurrences share it. Sums of weights are of whole numbers.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.core.stance.batch import Batch
from scoring.core.stance.weights import Floats, Integers


@dataclass(frozen=True)
class Sums:
    """Per text the sums of the table's columns; per word the direction that it carries.

    `rows` of `table` are met at `places`: those of stems, then of pairs at their first word (the
    slice `pairs`), then of denied stems.
    """

    batch: Batch
    table: Integers
    places: Integers
    rows: Integers
    pairs: slice

    @cached_property
    def _features(self) -> Integers:
        return self.batch.text[self.places] * (len(self.table) + 1) + self.rows

    def totals(self) -> Integers:
        features = np.sort(self._features)
        features = features[np.diff(features, prepend=-1) > 0]
        first = np.arange(len(self.batch.texts)) * (len(self.table) + 1)
        starts = np.searchsorted(features, first)
        found = np.zeros((len(features) + 1, self.table.shape[1]), np.int64)
        found[:-1] = self.table[features % (len(self.table) + 1)]
        sums = np.add.reduceat(found, starts, axis=0)
        sums[np.diff(starts, append=len(features)) == 0] = 0
        return np.asarray(sums)

    @cached_property
    def carried(self) -> Floats:
        _, which, often = np.unique(self._features, return_inverse=True, return_counts=True)
        share = self.table[self.rows, 0] / often[which]
        share[self.pairs] /= 2
        carried = np.bincount(self.places, share, len(self.batch.numbers)).astype(np.float64)
        seconds = self.places[self.pairs] + 1
        carried += np.bincount(seconds, share[self.pairs], len(self.batch.numbers))
        return carried


def sum_up(batch: Batch, table: Integers) -> Sums:
    """Find the rows of `table` that the features of each text of `batch` stand for."""
    vocabulary, stems, text = batch.vocabulary, batch.stems, batch.text
    single = vocabulary.single[stems]
    pair = vocabulary.pairs.find(stems[:-1], stems[1:])
    pair[text[:-1] != text[1:]] = -1
    denied = vocabulary.denied[stems[batch.denied]]
    at_single, at_pair = np.flatnonzero(single >= 0), np.flatnonzero(pair >= 0)
    return Sums(
        batch,
        table,
        np.concatenate([at_single, at_pair, batch.denied[denied >= 0]]),
        np.concatenate([single[at_single], pair[at_pair], denied[denied >= 0]]),
        slice(len(at_single), len(at_single) + len(at_pair)),
    )
