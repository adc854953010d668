"""Standard metrics for comparing scores with labels."""

import math
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from scoring.core.spectrum import Band

BANDS = tuple(Band)
MIN_LABELS = 8
"""Episode means are compared only for episodes with at least this many labels."""


def pearson(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the Pearson correlation of two series, or 0 if one of them is constant."""
    first, second = np.asarray(xs, dtype=float), np.asarray(ys, dtype=float)
    first, second = first - first.mean(), second - second.mean()
    size = math.sqrt(float(first @ first) * float(second @ second))
    return float(first @ second) / size if size else 0.0


def spearman(xs: Sequence[float], ys: Sequence[float]) -> float:
    """Return the Spearman correlation of two series; equal values share their mean rank."""
    return pearson(_ranks(xs), _ranks(ys))


def _ranks(values: Sequence[float]) -> list[float]:
    _, inverse, counts = np.unique(np.asarray(values), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle = last - (counts - 1) / 2
    return [float(rank) for rank in middle[inverse]]


def mean_absolute_error(xs: Sequence[float], ys: Sequence[float]) -> float:
    return float(np.mean(np.abs(np.asarray(xs) - np.asarray(ys))))


def confusion(truth: Sequence[Band], predicted: Sequence[Band]) -> dict[str, dict[str, int]]:
    """Return the number of items by true and predicted band."""
    table = {band.value: dict.fromkeys((b.value for b in BANDS), 0) for band in BANDS}
    for label, prediction in zip(truth, predicted, strict=True):
        table[label.value][prediction.value] += 1
    return table


def macro_f1(truth: Sequence[Band], predicted: Sequence[Band]) -> float:
    """Return the mean F1 score of the bands.

    The F1 score of a band without labels and predictions is 0.
    """
    table = confusion(truth, predicted)
    scores = []
    for band in table:
        right = table[band][band]
        total = sum(table[band].values()) + sum(row[band] for row in table.values())
        scores.append(2 * right / total if total else 0.0)
    return sum(scores) / len(scores)


def episode_means(
    episodes: Sequence[str], truth: Sequence[float], scores: Sequence[float]
) -> tuple[list[float], list[float]]:
    """Return the mean label and mean score of each episode with at least `MIN_LABELS` labels."""
    grouped: dict[str, list[int]] = defaultdict(list)
    for index, episode in enumerate(episodes):
        grouped[episode].append(index)
    groups = [members for members in grouped.values() if len(members) >= MIN_LABELS]
    return (
        [math.fsum(truth[i] for i in members) / len(members) for members in groups],
        [math.fsum(scores[i] for i in members) / len(members) for members in groups],
    )
