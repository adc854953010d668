"""Targets for the clauses of a passage: how much of its score each clause should contribute.

A score alone does not say which words express the stance, and a model trained on scores learns
words that merely occur with it. For passages with annotated clauses, the clauses that carry the
stance share the score in proportion to their length, and all others contribute 0. Clauses that
express the opposite stance have no target. In a passage without a stance, every clause has the
target 0.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from re import finditer

from scoring.core.clauses import clauses
from scoring.core.training.encoder.annotations import Annotation

NO_STANCE = 2.0
"""Maximum absolute score, in points, of a passage without a stance."""
OUTSIDE = -1
"""Owner of the special tokens, which are in no clause."""


@dataclass(frozen=True, slots=True)
class Captions:
    """A text in the style of machine captions, with the index in the original of each character."""

    text: str
    sources: tuple[int, ...]


def as_captions(text: str) -> Captions:
    """Return `text` in lower case and without punctuation."""
    chars: list[str] = []
    sources: list[int] = []
    for index, original in enumerate(text):
        for char in original.lower():
            kept = char if char.isalnum() or char == "'" else " "
            if kept != " " or (chars and chars[-1] != " "):
                chars.append(kept)
                sources.append(index)
    end = len(chars) - (chars[-1:] == [" "])
    return Captions("".join(chars[:end]), tuple(sources[:end]))


def targets_of(text: str, score: float, annotation: Annotation | None) -> tuple[float, ...]:
    """Return the target of each clause, in points; NaN means no target.

    Returns an empty tuple if nothing is known about the clauses.
    """
    parts = clauses(text)
    if len(parts) < 2:
        return ()
    if annotation is None or not annotation.carrying:
        return (0.0,) * len(parts) if abs(score) <= NO_STANCE else ()
    lengths = [part.last - part.first for part in parts]
    carrying = sum(lengths[number] for number in annotation.carrying)
    targets = [0.0] * len(parts)
    for number in annotation.opposing:
        targets[number] = math.nan
    for number in annotation.carrying:
        targets[number] = score * lengths[number] / carrying
    return tuple(targets)


def owners_of(
    text: str, offsets: Sequence[tuple[int, int]], sources: Sequence[int] | None = None
) -> list[int]:
    """Return the number of the clause of each token, or `OUTSIDE`.

    `offsets` contains the first and last (exclusive) character of each token. If the tokens are
    those of another form of `text`, `sources` contains the index in `text` of each character.
    """
    spans = [match.span() for match in finditer(r"\S+", text)]
    owner = [OUTSIDE] * len(text)
    for number, part in enumerate(clauses(text)):
        first, last = spans[part.first][0], spans[part.last - 1][1]
        owner[first:last] = [number] * (last - first)
    return [
        OUTSIDE if start == end else owner[sources[start] if sources is not None else start]
        for start, end in offsets
    ]
