"""The search page."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import nextafter
from typing import Any

from library.pages.links import link, page_number
from library.pages.search.selects import Select, selects
from library.pages.search.tabs import MAX_COUNT, Tab, count_conversations, tabs
from library.search import (
    Moment,
    count_moments,
    moments_by_band,
    parse_query,
    search_moments,
)
from library.search.query.conditions import MomentFilters
from library.search.suggest import suggestion
from scoring.core.spectrum import BAND_EDGE, Band, Lens

PER_PAGE = 20
PER_COLUMN = 8
MAX_PAGES = 50

# Bands depend on the rounded score, so their limits are half a point closer to 0 than BAND_EDGE.
_EDGE = BAND_EDGE - 0.5
_BELOW_EDGE = nextafter(_EDGE, 0)
EDGES = {
    Band.RISK: (None, -_EDGE),
    Band.MIXED: (-_BELOW_EDGE, _BELOW_EDGE),
    Band.OPPORTUNITY: (_EDGE, None),
}
FILTERS = ("band", "lens", "show", "shelf", "guest", "tag", "subject", "year", "speaker")


@dataclass(frozen=True, slots=True)
class Column:
    """Passages of one band, for the side-by-side view."""

    band: Band
    moments: list[Moment]


class SearchPage:
    """A query and the passages that match it, in one list or in one column per band."""

    def __init__(self, path: str, params: Mapping[str, str]) -> None:
        self.path = path
        self.text = params.get("q", "").strip()
        self.query = parse_query(self.text)
        self.filters = {name: params[name] for name in FILTERS if _is_valid(name, params.get(name))}
        self.speaker = self.filters.get("speaker", "")
        self.band = Band(self.filters["band"]) if "band" in self.filters else None
        self.by_band = params.get("view") == "columns" and self.band is None
        self.number = page_number(params, maximum=MAX_PAGES)

    @property
    def requested(self) -> dict[str, str]:
        view = {"view": "columns"} if self.by_band else {}
        return {"q": self.text, **self.filters, **view}

    @property
    def conditions(self) -> MomentFilters:
        low, high = EDGES[self.band] if self.band else (None, None)
        year = int(self.filters["year"]) if "year" in self.filters else None
        others = ("band", "year", "speaker")
        rest: dict[str, Any] = {
            name: (value,) for name, value in self.filters.items() if name not in others
        }
        return MomentFilters(low=low, high=high, year=year, speaker=self.speaker, **rest)

    @cached_property
    def _matches(self) -> list[Moment]:
        offset = (self.number - 1) * PER_PAGE
        return search_moments(self.query, self.conditions, limit=PER_PAGE + 1, offset=offset)

    @property
    def moments(self) -> list[Moment]:
        return self._matches[:PER_PAGE]

    @cached_property
    def columns(self) -> list[Column]:
        by_band = moments_by_band(self.query, self.conditions, limit=PER_COLUMN)
        return [Column(band, moments) for band, moments in by_band.items()]

    @cached_property
    def passage_count(self) -> int:
        return count_moments(self.query, self.conditions, maximum=MAX_COUNT + 1)

    @property
    def tabs(self) -> list[Tab]:
        filters = {"q": self.text, **self.filters}
        if not self.query:
            return tabs(filters, conversations=None, passages=None, current="passages")
        return tabs(
            {name: value for name, value in filters.items() if name != "speaker"},
            conversations=count_conversations(filters),
            passages=self.passage_count,
            current="passages",
        )

    @cached_property
    def partial(self) -> "SearchPage | None":
        """Passages that contain any of the searched words, if none contains all of them."""
        text = self.query.any_word
        if not text or self._matches:
            return None
        page = SearchPage(self.path, {**self.filters, "q": text})
        return page if page.moments else None

    @property
    def url(self) -> str:
        return link(self.path, self.requested)

    @cached_property
    def suggested(self) -> tuple[str, str] | None:
        """A suggested spelling and the URL of a search for it."""
        text = suggestion(self.text)
        return (text, link(self.path, self.requested, q=text)) if text else None

    @cached_property
    def selects(self) -> list[Select]:
        return selects(self.filters)

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """Title, value and removal URL of each active filter."""
        labels = {
            select.name: (select.title, {o.value: o.label for o in select.options})
            for select in self.selects
        }
        chips = []
        for name, value in self.filters.items():
            title, names = labels.get(name, (name.capitalize(), {}))
            chips.append(
                (title, names.get(value, value), link(self.path, self.requested, **{name: ""}))
            )
        return chips

    @property
    def everywhere(self) -> str:
        return link(self.path, {"q": self.text})

    @property
    def next_link(self) -> str:
        more = len(self._matches) > PER_PAGE and self.number < MAX_PAGES
        return link(self.path, self.requested, page=self.number + 1) if more else ""

    @property
    def previous_link(self) -> str:
        number = self.number - 1
        return link(self.path, self.requested, page=number if number > 1 else "") if number else ""

    @property
    def other_view(self) -> str:
        return link(self.path, self.requested, view="" if self.by_band else "columns", band="")


def _is_valid(name: str, value: str | None) -> bool:
    """Return whether `value` is valid for the filter. Invalid values are ignored."""
    if not value or "\x00" in value:
        return False
    if name == "band":
        return value in set(Band)
    if name == "lens":
        return value in set(Lens)
    if name == "year":
        return value.isascii() and value.isdecimal() and len(value) == 4
    return True
