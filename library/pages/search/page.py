"""The page of a search for moments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractYear

from library.models import Episode, Guest, Shelf, Show, Tag
from library.pages.links import link, page_number
from library.search import Moment, parse_query, search_moments
from library.search.query.conditions import Narrowing
from library.search.suggest import suggestion
from scoring.core.spectrum import BAND_EDGE, Band, Lens
from scoring.models import Subject

PER_PAGE = 20
PER_COLUMN = 8
MOST_PAGES = 50
MOST_NAMES = 300
"""Names to choose from; the pages of more guests or tags lead here with theirs chosen."""

# Bands are decided on the whole number shown, so their edges lie half a point beside it.
EDGES = {
    Band.RISK: (None, 0.5 - BAND_EDGE),
    Band.MIXED: (0.5 - BAND_EDGE, BAND_EDGE - 0.5),
    Band.OPPORTUNITY: (BAND_EDGE - 0.5, None),
}
FILED: dict[str, tuple[Callable[[], QuerySet[Any]], str]] = {
    "show": (Show.objects.in_use, "title"),
    "shelf": (Shelf.objects.in_use, "title"),
    "guest": (Guest.objects.in_use, "name"),
    "tag": (Tag.objects.in_use, "name"),
    "subject": (Subject.objects.in_use, "name"),
}
Named = Sequence[tuple[str, str]] | QuerySet[Any, Any]
"""Rows of slug or value, and label."""
FILTERS = ("band", "lens", "show", "shelf", "guest", "tag", "subject", "year", "speaker")


@dataclass(frozen=True, slots=True)
class Column:
    """Moments of one band, for reading side by side."""

    band: Band
    moments: list[Moment]


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Select:
    """One filter of the form, with what can be chosen."""

    name: str
    title: str
    options: list[Option]


class SearchPage:
    """What was asked, and the moments that answer it, in one list or a column for each band."""

    def __init__(self, path: str, given: Mapping[str, str]) -> None:
        self.path = path
        self.text = given.get("q", "").strip()
        self.query = parse_query(self.text)
        self.narrowed = {name: given[name] for name in FILTERS if _is_meant(name, given.get(name))}
        self.speaker = self.narrowed.get("speaker", "")
        self.band = Band(self.narrowed["band"]) if "band" in self.narrowed else None
        self.by_band = given.get("view") == "columns" and self.band is None
        self.number = page_number(given, most=MOST_PAGES)

    @property
    def asked(self) -> dict[str, str]:
        view = {"view": "columns"} if self.by_band else {}
        return {"q": self.text, **self.narrowed, **view}

    @property
    def narrowing(self) -> Narrowing:
        low, high = EDGES[self.band] if self.band else (None, None)
        year = int(self.narrowed["year"]) if "year" in self.narrowed else None
        rest = {
            name: value for name, value in self.narrowed.items() if name not in ("band", "year")
        }
        return Narrowing(low=low, high=high, year=year, **rest)

    @cached_property
    def _found(self) -> list[Moment]:
        offset = (self.number - 1) * PER_PAGE
        return search_moments(self.query, self.narrowing, limit=PER_PAGE + 1, offset=offset)

    @property
    def moments(self) -> list[Moment]:
        return self._found[:PER_PAGE]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column(
                band,
                search_moments(
                    self.query, replace(self.narrowing, low=low, high=high), limit=PER_COLUMN
                ),
            )
            for band, (low, high) in EDGES.items()
        ]

    @cached_property
    def suggested(self) -> tuple[str, str] | None:
        """Another spelling and its address."""
        text = suggestion(self.text)
        return (text, link(self.path, self.asked, q=text)) if text else None

    @cached_property
    def selects(self) -> list[Select]:
        years = Episode.objects.published().exclude(published_on=None)
        named = years.annotate(year=ExtractYear("published_on")).order_by("-year")
        spans = [(str(year), str(year)) for year in named.values_list("year", flat=True).distinct()]
        filed = [
            self._select(name, name.capitalize(), in_use().values_list("slug", label))
            for name, (in_use, label) in FILED.items()
        ]
        return [
            self._select("band", "Stands", [(band.value, band.label) for band in Band]),
            self._select("lens", "Lens", [(lens.value, lens.label) for lens in Lens]),
            *filed,
            self._select("year", "Year", spans),
        ]

    def _select(
        self, name: str, title: str, values: Sequence[tuple[str, str]] | QuerySet[Any, Any]
    ) -> Select:
        rows = list(values[:MOST_NAMES])
        chosen = self.narrowed.get(name, "")
        if chosen and chosen not in {value for value, _ in rows}:
            rows.append((chosen, chosen))
        options = [Option(value, label, value == chosen) for value, label in rows]
        return Select(name, title, options)

    @property
    def chips(self) -> list[tuple[str, str, str]]:
        """Title, value and the address without it, of each filter in use."""
        labels = {
            select.name: (select.title, {o.value: o.label for o in select.options})
            for select in self.selects
        }
        chips = []
        for name, value in self.narrowed.items():
            title, named = labels.get(name, (name.capitalize(), {}))
            chips.append(
                (title, named.get(value, value), link(self.path, self.asked, **{name: ""}))
            )
        return chips

    @property
    def everywhere(self) -> str:
        return link(self.path, {"q": self.text})

    @property
    def next_link(self) -> str:
        more = len(self._found) > PER_PAGE and self.number < MOST_PAGES
        return link(self.path, self.asked, page=self.number + 1) if more else ""

    @property
    def previous_link(self) -> str:
        before = self.number - 1
        return link(self.path, self.asked, page=before if before > 1 else "") if before else ""

    @property
    def other_view(self) -> str:
        return link(self.path, self.asked, view="" if self.by_band else "columns", band="")


def _is_meant(name: str, value: str | None) -> bool:
    """Whether a value can be meant by a filter; a page ignores others."""
    if not value or "\x00" in value:
        return False
    if name == "band":
        return value in set(Band)
    if name == "lens":
        return value in set(Lens)
    if name == "year":
        return value.isascii() and value.isdecimal() and len(value) == 4
    return True
