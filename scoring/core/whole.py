"""The reading of a whole conversation by a scorer that can give one, and what it is shown of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from scoring.core.position import LITTLE_CHARGE, StanceKind
from scoring.core.spectrum import Band, Confidence, Lens, band_of

EXCERPTS = 18
"""Excerpts of a long conversation: as many as the readers of the labelled conversations had."""
MAX_TOKENS = 8_000
"""Tokens of a conversation that one reading may contain."""
CHARACTERS_PER_TOKEN = 4
EVEN_SPLIT = 50.0
"""From this split on a mixed conversation argues both sides: a quarter of what it argues is on the
weaker side, as in `scoring.core.position`."""


@dataclass(frozen=True, slots=True)
class WholeReading:
    """Where a whole conversation stands, by the codebook of conversations.

    `position` is in points of the scale. `charge` says how much of the conversation takes a side
    and `split` how much it argues against itself, both from 0 to 100. `topics` are ordered from
    the most specific.
    """

    position: float
    charge: float
    split: float
    lens: Lens
    claim: str
    topics: tuple[str, ...]

    @property
    def placed(self) -> bool:
        """Whether the conversation has a position: not when AI is not its subject."""
        return self.lens is not Lens.OFF_TOPIC

    @property
    def confidence(self) -> Confidence:
        """Medium: no interval is known on which another level could rest."""
        return Confidence.MEDIUM

    @property
    def kind(self) -> StanceKind:
        """How the conversation takes sides, by the limits that hold for passages too."""
        if band_of(self.position) is not Band.MIXED:
            return StanceKind.ONE_SIDED
        if self.charge >= LITTLE_CHARGE and self.split >= EVEN_SPLIT:
            return StanceKind.ARGUES_BOTH_SIDES
        return StanceKind.TAKES_LITTLE_SIDE


class WholeReader(Protocol):
    """Reads one whole conversation, given its passages in order.

    `version` changes whenever a reading could.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def read(self, texts: Sequence[str]) -> WholeReading: ...


@runtime_checkable
class ReadsWhole(Protocol):
    """A scorer that also reads whole conversations."""

    @property
    def whole(self) -> WholeReader: ...


def excerpts_of(texts: Sequence[str]) -> list[str]:
    """Return the passages of a conversation to read: all, or evenly spaced ones of a long one.

    What is returned is at most MAX_TOKENS long, at CHARACTERS_PER_TOKEN characters a token.
    """
    limit = MAX_TOKENS * CHARACTERS_PER_TOKEN
    if sum(map(len, texts)) <= limit:
        return list(texts)
    count = min(EXCERPTS, len(texts))
    # The middle of each of `count` equal parts: neither the greeting nor the thanks.
    chosen = [texts[(2 * part + 1) * len(texts) // (2 * count)] for part in range(count)]
    return [text[: limit // count] for text in chosen]
