"""Sum the feature weights of many texts at once.

The weight of a feature is added once per text and divided among its occurrences. The weights are
integers, so their sums per text are exact.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.core.stance.batch import Batch
from scoring.core.stance.weights import Floats, Integers


@dataclass(frozen=True)
class Sums:
    """The features found in a batch, whose weights can be summed by text or by word.

    `columns` contains the weights by column, with a 0 at the end of each. `rows` contains the rows
    of the features found, and `places` their word positions: first stems, then pairs (the slice
    `pairs`, each at the position of its first word), then negated stems.
    """

    batch: Batch
    columns: Integers
    places: Integers
    rows: Integers
    pairs: slice

    @cached_property
    def _features(self) -> Integers:
        each: int = self.columns.shape[1]
        return self.batch.text[self.places] * each + self.rows

    def totals(self) -> Integers:
        """Return the sums of the weights, with one row per text."""
        features = np.sort(self._features)
        features = features[np.diff(features, prepend=-1) > 0]
        texts = len(self.batch.firsts) - 1
        starts = np.searchsorted(features, np.arange(texts) * self.columns.shape[1])
        empty = np.diff(starts, append=len(features)) == 0
        # Add a final feature of weight 0, in case the last texts of the batch have no features.
        rows = np.append(features % self.columns.shape[1], -1)
        sums = [np.add.reduceat(column[rows], starts) for column in self.columns]
        return np.asarray(np.where(empty[:, None], 0, np.column_stack(sums)))

    @cached_property
    def carried(self) -> Floats:
        _, which, often = np.unique(self._features, return_inverse=True, return_counts=True)
        share = self.columns[0, self.rows] / often[which]
        share[self.pairs] /= 2
        carried = np.bincount(self.places, share, len(self.batch.numbers)).astype(np.float64)
        seconds = self.places[self.pairs] + 1
        carried += np.bincount(seconds, share[self.pairs], len(self.batch.numbers))
        return carried


def sum_up(batch: Batch, columns: Integers) -> Sums:
    """Return the features found in `batch`, with their weights from `columns`."""
    vocabulary, stems, text = batch.vocabulary, batch.stems, batch.text
    single = vocabulary.single[stems]
    pair = vocabulary.pairs.find(stems[:-1], stems[1:])
    pair[text[:-1] != text[1:]] = -1
    denied = vocabulary.denied[stems[batch.denied]]
    at_single, at_pair = np.flatnonzero(single >= 0), np.flatnonzero(pair >= 0)
    return Sums(
        batch,
        columns,
        np.concatenate([at_single, at_pair, batch.denied[denied >= 0]]),
        np.concatenate([single[at_single], pair[at_pair], denied[denied >= 0]]),
        slice(len(at_single), len(at_single) + len(at_pair)),
    )
