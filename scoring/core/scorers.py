"""What a scorer is, and what it says of one segment."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol, runtime_checkable

from scoring.core.spectrum import Lens


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that moved a score: where they stand in the text, and by how many points."""

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
    """A scorer's reading of one text: a score in points of the scale, and a lens.

    Why it is so is worked out when it is first asked for.
    """

    score: float
    lens: Lens
    explain: Callable[[], Sequence[Phrase]] = field(default=tuple, compare=False, repr=False)

    @cached_property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases that moved the score, strongest first."""
        return tuple(self.explain())

    @property
    def rest(self) -> float:
        """What no single phrase accounts for: with the shares of all, it adds up to the score."""
        return round(self.score - math.fsum(phrase.share for phrase in self.phrases), 2) + 0.0


class Scorer(Protocol):
    """Reads texts and places each on the spectrum; the same texts give the same judgements.

    `version` changes whenever a judgement could.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    def score(self, texts: Sequence[str]) -> list[Judgement]: ...


@runtime_checkable
class ReadsTogether(Protocol):
    """A scorer to which texts given at once are the passages of one conversation."""

    @property
    def reads_together(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Cost:
    """What scoring would take: requests, and about how many tokens in and out."""

    remembered: int
    requests: int
    tokens_in: int
    tokens_out: int

    def price(self, per_million_in: float, per_million_out: float) -> float:
        return (self.tokens_in * per_million_in + self.tokens_out * per_million_out) / 1_000_000


@runtime_checkable
class Costly(Protocol):
    """A scorer whose use is paid for, and that knows beforehand what it would take."""

    def cost_of(self, texts: Sequence[str]) -> Cost: ...


class UnknownScorer(LookupError):
    """No scorer is registered under that name."""


class Registry:
    """Scorers by name, each made when it is first asked for."""

    def __init__(self) -> None:
        self._makers: dict[str, Callable[[], Scorer]] = {}
        self._made: dict[str, Scorer] = {}

    def register(self, name: str, maker: Callable[[], Scorer]) -> None:
        self._makers[name] = maker

    def names(self) -> list[str]:
        return sorted(self._makers)

    def get(self, name: str) -> Scorer:
        """Return the scorer called `name`; raise UnknownScorer naming those there are."""
        if name not in self._makers:
            known = ", ".join(self.names())
            raise UnknownScorer(f"no scorer is called {name!r}; there are: {known}")
        if name not in self._made:
            self._made[name] = self._makers[name]()
        return self._made[name]
