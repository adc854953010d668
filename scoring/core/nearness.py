"""How near the topics of two conversations are: by their terms and by their subjects."""

import math
from collections.abc import Mapping
from typing import TypeVar

Key = TypeVar("Key", str, int)


def cosine(one: Mapping[Key, float], other: Mapping[Key, float]) -> float:
    """Return the product of two vectors of length 1: 0, nothing shared, to 1."""
    if len(one) > len(other):
        one, other = other, one
    return math.fsum(weight * other[key] for key, weight in one.items() if key in other)


def topic_nearness(terms: float, subjects: float) -> float:
    """Return the nearness of two conversations, given the cosines of their terms and subjects.

    Roots bring the two to one scale, since most cosines are small. Terms alone know nothing of
    synonyms, and subjects alone nothing of what the vocabulary lacks; the mean of both orders
    the judged pairs better than either (docs/counterbalance.md).
    """
    return (math.sqrt(max(0.0, min(1.0, terms))) + math.sqrt(max(0.0, min(1.0, subjects)))) / 2
