"""Moments that answer a search, one after the other, as the search page finds them."""

from collections.abc import Mapping
from dataclasses import dataclass

from library.pages.search.page import SearchPage
from library.search import Moment, search_moments
from scoring.core.spectrum import band_of


@dataclass(frozen=True, slots=True)
class RankedMoment:
    """A moment and its place among the answers, from 1."""

    rank: int
    moment: Moment

    @property
    def band(self) -> str | None:
        return band_of(self.moment.score).value if self.moment.score is not None else None

    @property
    def text(self) -> str | None:
        """All words of the passage, where their publisher lets them be given on."""
        return self.moment.segment.text if self.moment.episode.shares_text else None

    @property
    def lens(self) -> str | None:
        return self.moment.lens or None


def moments_between(asked: Mapping[str, str], offset: int, limit: int) -> list[Moment]:
    """Return the moments that the search page finds for `asked`, `limit` from `offset` on."""
    page = SearchPage("", asked)
    return search_moments(page.query, page.narrowing, limit=limit, offset=offset)
