"""Results of scorers that read whole conversations, and the choice of passages to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from scoring.core.position import LITTLE_CHARGE, StanceKind
from scoring.core.spectrum import Band, Confidence, Lens, band_of

EXCERPTS = 18
"""Number of excerpts to read from a long conversation. Annotators read the same number."""
MAX_TOKENS = 8_000
"""Maximum number of tokens to read from a conversation."""
CHARACTERS_PER_TOKEN = 4
EVEN_SPLIT = 50.0
"""Minimum split for a mixed conversation to count as arguing both sides. At this split, a quarter
of the argument is on the weaker side, as required by `scoring.core.position.BOTH_SIDES`."""


@dataclass(frozen=True, slots=True)
class WholeReading:
    """The result of reading a whole conversation, as defined by the codebook for conversations.

    `position` is in points. `charge` is the share of the conversation that takes a side, and
    `split` measures its internal disagreement; both are from 0 to 100. `topics` is ordered from the
    most to the least specific.
    """

    position: float
    charge: float
    split: float
    lens: Lens
    claim: str
    topics: tuple[str, ...]

    @property
    def placed(self) -> bool:
        """Whether the conversation has a position; false if it is not about AI."""
        return self.lens is not Lens.OFF_TOPIC

    @property
    def confidence(self) -> Confidence:
        """The confidence in the position, which is always medium because no interval is known."""
        return Confidence.MEDIUM

    @property
    def kind(self) -> StanceKind:
        """The kind of stance, by the same rules as for a position that is based on passages."""
        if band_of(self.position) is not Band.MIXED:
            return StanceKind.ONE_SIDED
        if self.charge >= LITTLE_CHARGE and self.split >= EVEN_SPLIT:
            return StanceKind.ARGUES_BOTH_SIDES
        return StanceKind.TAKES_LITTLE_SIDE


class WholeReader(Protocol):
    """Reads a whole conversation, given its passages in order.

    `version` changes whenever a result could change.
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
    """Return the passages to read: all of them, or evenly spaced ones from a long conversation.

    Their total length is at most MAX_TOKENS, assuming CHARACTERS_PER_TOKEN characters per token.
    """
    limit = MAX_TOKENS * CHARACTERS_PER_TOKEN
    if sum(map(len, texts)) <= limit:
        return list(texts)
    count = min(EXCERPTS, len(texts))
    # Take the middle passage of each of `count` equal parts, which skips greetings and thanks.
    chosen = [texts[(2 * part + 1) * len(texts) // (2 * count)] for part in range(count)]
    return [text[: limit // count] for text in chosen]
