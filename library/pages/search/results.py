"""Ranked search results for the API."""

from dataclasses import dataclass

from library.search import Moment
from scoring.core.spectrum import band_of


@dataclass(frozen=True, slots=True)
class RankedMoment:
    """A passage with its rank in the results, from 1."""

    rank: int
    moment: Moment

    @property
    def band(self) -> str | None:
        return band_of(self.moment.score).value if self.moment.score is not None else None

    @property
    def text(self) -> str | None:
        """The full text of the passage; None if it may not be republished."""
        return self.moment.segment.text if self.moment.episode.shares_text else None

    @property
    def lens(self) -> str | None:
        return self.moment.lens or None
