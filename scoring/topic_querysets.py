"""Reads of topics, named after what they are for."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from scoring.models import EpisodeTerm  # noqa: F401

SHARED = 2
"""Topics that make two alike, a pair of words being one: one alone is often an accident."""
ROOT = 5
"""Letters by which words are told to be of one family."""


class EpisodeTermQuerySet(models.QuerySet["EpisodeTerm"]):
    def in_force(self) -> Self:
        """The terms of current transcripts."""
        return self.filter(transcript__is_current=True)

    def overlap(
        self, terms: Collection[int], episodes: Collection[int]
    ) -> dict[int, dict[int, float]]:
        """Return the weights of those of `terms` that each of `episodes` has."""
        if not terms or not episodes:
            return {}
        rows = self.in_force().filter(term__in=terms, transcript__episode__in=episodes)
        found: dict[int, dict[int, float]] = {}
        for episode, term, weight in rows.values_list("transcript__episode", "term", "weight"):
            found.setdefault(episode, {})[term] = weight
        return found


def product(one: Mapping[int, float], other: Mapping[int, float]) -> float:
    """Return how near two vectors are, 0 to 1, given at least their common terms."""
    return round(min(1.0, sum(one[term] * other[term] for term in one.keys() & other)), 4)


def distinct(labels: Collection[str], *, most: int) -> list[str]:
    """Return the first `most` labels, a pair of words in the place of either word alone.

    Of words that begin alike, as `align` and `alignment` do, only the first is kept.
    """
    pairs: dict[str, str] = {}
    for label in labels:
        for word in label.lower().split() if " " in label else ():
            pairs.setdefault(word, label)
    kept: dict[str, set[str]] = {}
    for label in labels:
        whole = pairs.get(label.lower(), label)
        roots = {word[:ROOT] for word in whole.lower().split()}
        if not any(roots & others for others in kept.values()):
            kept[whole] = roots
    return list(kept)[:most]
