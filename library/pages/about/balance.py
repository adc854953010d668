"""Balance of the library: lenses and shelves in which one side is underrepresented."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count
from django.urls import reverse

from library import charts
from library.pages.links import link
from scoring.core.balance import MIN_SHARE_DIVISOR, MIN_SIDED, Sides
from scoring.core.spectrum import Band, Lens
from scoring.core.stats import whole_percentages
from scoring.models import Assessment


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table: the number of episodes in one band, and the URL of their list or ''."""

    band: Band
    count: int
    url: str


@dataclass(frozen=True)
class BalanceRow:
    """A lens, a shelf or the whole library, with its number of episodes in each band."""

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
            has_list = count and (self.value or not self.parameter)
            yield Cell(band, count, self._library(band) if has_list else "")

    @property
    def bands(self) -> list[charts.Stretch]:
        shares = whole_percentages(self.sides.counts)
        return charts.stretches(shares, [band.value for band in Band], width=charts.BANDS_WIDTH)

    @property
    def lacking(self) -> Band | None:
        return self.sides.lacking

    @property
    def missing(self) -> int:
        """Number of episodes that the underrepresented side lacks; 0 if the row is balanced."""
        return self.sides.missing(self.lacking) if self.lacking else 0

    @property
    def is_too_small(self) -> bool:
        return self.sides.sided < MIN_SIDED

    def _library(self, band: Band | None = None) -> str:
        filters = {self.parameter: self.value} if self.parameter else {}
        return link(reverse("library:index"), {**filters, "band": band.value if band else ""})


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """The balance of the library by lens or by shelf, as a table."""

    key: str
    title: str
    rows: list[BalanceRow]


class BalancePage:
    """The balance, by lens and by shelf, of all published episodes that have a position."""

    at_least = MIN_SIDED
    one_in = MIN_SHARE_DIVISOR

    @cached_property
    def tables(self) -> list[BalanceTable]:
        return [
            BalanceTable("lens", "By lens", list(self._by_lens())),
            BalanceTable("shelf", "By shelf", list(self._by_shelf())),
        ]

    @cached_property
    def whole(self) -> BalanceRow:
        rows = self.tables[0].rows
        counts = [sum(row.sides.counts[index] for row in rows) for index in range(len(Band))]
        return BalanceRow("Whole library", Sides(*counts), "", "")

    @property
    def whole_rows(self) -> list[BalanceRow]:
        return [self.whole]

    @property
    def lacking(self) -> list[BalanceRow]:
        rows = [self.whole, *(row for table in self.tables for row in table.rows)]
        return [row for row in rows if row.lacking]

    @cached_property
    def _lens_counts(self) -> "list[tuple[str, bool, str, int]]":
        return list(self._counts("lens", "episode__is_sample"))

    @property
    def samples(self) -> int:
        """Number of fictional sample episodes."""
        return sum(count for _, is_sample, _, count in self._lens_counts if is_sample)

    @property
    def too_small(self) -> list[str]:
        """Names of lenses and shelves with too few episodes outside the mixed band to be judged."""
        return [row.name for table in self.tables for row in table.rows if row.is_too_small]

    def _by_lens(self) -> Iterator[BalanceRow]:
        sides = _sides((lens, band, count) for lens, _, band, count in self._lens_counts)
        for lens in Lens:
            if lens.value in sides:
                yield BalanceRow(lens.label, sides[lens.value], "lens", lens.value)

    def _by_shelf(self) -> Iterator[BalanceRow]:
        columns = ("episode__shelf__slug", "episode__shelf__title", "episode__shelf__position")
        counts = list(self._counts(*columns))
        sides = _sides((slug, band, count) for slug, _, _, band, count in counts)
        shelves = {(order or 0, title or "", slug) for slug, title, order, _, _ in counts}
        for _, title, slug in sorted(shelves, key=lambda shelf: (shelf[2] is None, shelf[:2])):
            yield BalanceRow(title or "No shelf", sides[slug], "shelf", slug or "")

    def _counts(self, *columns: str) -> "Iterable[tuple]":  # type: ignore[type-arg]
        leading = (
            Assessment.objects.placed().filter(leads=True, episode__status="published").order_by()
        )
        return leading.values_list(*columns, "band").annotate(n=Count("pk"))


def _sides(counts: "Iterable[tuple[str | None, str, int]]") -> dict[str | None, Sides]:
    """Return the number of episodes per band for each group, from (group, band, count) rows."""
    groups: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    for group, band, count in counts:
        groups[group][band] += count
    return {
        group: Sides(*(bands.get(band.value, 0) for band in Band))
        for group, bands in groups.items()
    }
