"""Ranked search results for the API."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from library.pages.search.page import SearchPage
from library.search import Moment, search_moments
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


def moments_between(params: Mapping[str, str], offset: int, limit: int) -> list[Moment]:
    """Return `limit` search results from `offset`, as on the search page.

    The additional filters `episode`, `score_min` and `score_max` restrict them further.
    """
    page = SearchPage("", params)
    conditions = page.conditions
    lows = [conditions.low, *_number(params, "score_min")]
    highs = [conditions.high, *_number(params, "score_max")]
    conditions = replace(
        conditions,
        episode=params.get("episode", ""),
        low=max((low for low in lows if low is not None), default=None),
        high=min((high for high in highs if high is not None), default=None),
    )
    return search_moments(page.query, conditions, limit=limit, offset=offset)


def _number(params: Mapping[str, str], name: str) -> list[float]:
    return [float(params[name])] if name in params else []
