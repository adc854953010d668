"""The scorer protocol and its result types."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

from scoring.core.spectrum import Lens


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that affects a score, with its offsets in the text and its share in points."""

    text: str
    start: int
    end: int
    share: float


@dataclass(frozen=True, slots=True)
class WordShare:
    """The points that `text[start:end]` adds to a score."""

    start: int
    end: int
    points: float


@dataclass(frozen=True)
class Judgement:
    """A scorer's result for one text: a score in points, and a lens.

    `from_context` is the part of the score, in points, that comes from the other passages of the
    conversation. The phrases are computed on first use.
    """

    score: float
    lens: Lens
    explain: Callable[[], Sequence[Phrase]] = field(default=tuple, compare=False, repr=False)
    from_context: float = 0.0

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """Phrases that affect the score, strongest first."""
        return tuple(self.explain())

    @property
    def rest(self) -> float:
        """The score minus the shares of all phrases. This includes `from_context`."""
        return round(self.score - math.fsum(phrase.share for phrase in self.phrases), 2) + 0.0


class Scorer(Protocol):
    """Scores texts; the same texts always give the same judgements.

    `version` changes whenever a score or a lens could change.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def score(self, texts: Sequence[str]) -> list[Judgement]: ...


@runtime_checkable
class ReadsTogether(Protocol):
    """A scorer that treats the texts of one call as passages of one conversation."""

    @property
    def reads_together(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Cost:
    """Estimated cost of scoring: number of requests, and approximate input and output tokens.

    `remembered` is the number of passages with cached responses, which cost nothing.
    """

    remembered: int = 0
    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            self.remembered + other.remembered,
            self.requests + other.requests,
            self.tokens_in + other.tokens_in,
            self.tokens_out + other.tokens_out,
        )

    def price(self, per_million_in: float, per_million_out: float) -> float:
        return (self.tokens_in * per_million_in + self.tokens_out * per_million_out) / 1_000_000


@runtime_checkable
class Costly(Protocol):
    """A paid scorer that can estimate the cost of scoring a conversation."""

    def cost_of(self, texts: Sequence[str]) -> Cost: ...


class UnknownScorer(LookupError):
    """No scorer with this name is registered."""


class Registry:
    """Maps names to scorers, which are created on first use."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[], Scorer]] = {}
        self._scorers: dict[str, Scorer] = {}

    def register(self, name: str, maker: Callable[[], Scorer]) -> None:
        self._makers[name] = maker

    def names(self) -> list[str]:
        return sorted(self._makers)

    def get(self, name: str) -> Scorer:
        """Return the scorer called `name`. Raises UnknownScorer if it is not registered."""
        if name not in self._makers:
            names = ", ".join(self.names())
            raise UnknownScorer(f"unknown scorer {name!r}; available scorers: {names}")
        if name not in self._scorers:
            self._scorers[name] = self._makers[name]()
        return self._scorers[name]
