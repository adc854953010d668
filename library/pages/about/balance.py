"""The balance of the library: which lens or shelf lacks a side."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse

from library import charts
from library.pages.links import link
from scoring.core.balance import AT_LEAST, LACKING_BELOW, Sides
from scoring.core.spectrum import Band, Lens
from scoring.core.stats import whole_percentages
from scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class Cell:
    """How many episodes of a group stand in a band, and the list of them."""

    band: Band
    count: int
    url: str


@dataclass(frozen=True)
class BalanceRow:
    """A lens or shelf with its episodes by band."""

    name: str
    sides: Sides
    parameter: str
    value: str

    @property
    def url(self) -> str:
        return self._library() if self.value or not self.parameter else ""

    @property
    def cells(self) -> Iterator[Cell]:
        for band, count in zip(Band, self.sides.counts, strict=True):
            listed = count and (self.value or not self.parameter)
            yield Cell(band, count, self._library(band) if listed else "")

    @property
    def bands(self) -> list[charts.Stretch]:
        shares = whole_percentages(self.sides.counts)
        return charts.stretches(shares, [band.value for band in Band], width=charts.BANDS_WIDTH)

    @property
    def lacking(self) -> Band | None:
        return self.sides.lacking

    @property
    def missing(self) -> int:
        """Episodes that would end the lack."""
        return self.sides.missing(self.lacking) if self.lacking else 0

    @property
    def is_too_small(self) -> bool:
        return self.sides.sided < AT_LEAST

    def _library(self, band: Band | None = None) -> str:
        filters = {self.parameter: self.value} if self.parameter else {}
        return link(reverse("library:index"), {**filters, "band": band.value if band else ""})


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """One way to divide the library."""

    key: str
    title: str
    rows: list[BalanceRow]


class BalancePage:
    """How the published, placed episodes divide by lens and by shelf; two queries."""

    at_least = AT_LEAST
    one_in = LACKING_BELOW

    @cached_property
    def tables(self) -> list[BalanceTable]:
        return [
            BalanceTable("lens", "By lens", list(self._by_lens())),
            BalanceTable("shelf", "By shelf", list(self._by_shelf())),
        ]

    @cached_property
    def whole(self) -> BalanceRow:
        rows = self.tables[0].rows
        counts = [sum(row.sides.counts[place] for row in rows) for place in range(len(Band))]
        return BalanceRow("Whole library", Sides(*counts), "", "")

    @property
    def whole_rows(self) -> list[BalanceRow]:
        return [self.whole]

    @property
    def lacking(self) -> list[BalanceRow]:
        rows = [self.whole, *(row for table in self.tables for row in table.rows)]
        return [row for row in rows if row.lacking]

    def _by_lens(self) -> Iterator[BalanceRow]:
        sides = _sides(self._counts("lens"))
        for lens in Lens:
            if lens.value in sides:
                yield BalanceRow(lens.label, sides[lens.value], "lens", lens.value)

    def _by_shelf(self) -> Iterator[BalanceRow]:
        columns = ("episode__shelf__slug", "episode__shelf__title", "episode__shelf__position")
        counts = list(self._counts(*columns))
        sides = _sides((slug, band, count) for slug, _, _, band, count in counts)
        named = {(place or 0, title or "", slug) for slug, title, place, _, _ in counts}
        for _, title, slug in sorted(named, key=lambda shelf: (shelf[2] is None, shelf[:2])):
            yield BalanceRow(title or "On no shelf", sides[slug], "shelf", slug or "")

    def _counts(self, *columns: str) -> "Iterable[tuple]":  # type: ignore[type-arg]
        leading = (
            Assessment.objects.placed().filter(leads=True, episode__status="published").order_by()
        )
        return leading.values_list(*columns, "band").annotate(n=Count("pk"))


def _sides(counts: "Iterable[tuple[str | None, str, int]]") -> dict[str | None, Sides]:
    """Return the sides of each group from (group, band, count) rows."""
    found: defaultdict[str | None, dict[str, int]] = defaultdict(dict)
    for group, band, count in counts:
        found[group][band] = count
    return {
        group: Sides(*(bands.get(band.value, 0) for band in Band)) for group, bands in found.items()
    }
