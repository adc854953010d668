"""Where many episodes stand together: on one strip, by band and by lens."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from library import charts
from library.pages.listing.filtered_queries import Narrowed
from library.querysets import EpisodeQuerySet
from library.text.number_formats import signed
from scoring.core.spectrum import Band, Lens, band_of
from scoring.core.stats import quantile, whole_percentages
from scoring.models import Assessment

MOST_DOTS = 80
"""Episodes drawn one by one; above that, columns say how many."""

STRIP_HEIGHT = 3.0
DOT, TARGET = 1.0, 4.0
"""Radius of a dot, and of the circle in which it can be touched where others leave room: on a
phone, which draws three pixels to a unit, 24 pixels wide."""


@dataclass(frozen=True, slots=True)
class Dot:
    """One episode on the strip; `target` is the radius in which it can be touched."""

    x: float
    y: float
    target: float
    label: str
    url: str
    tone: str


@dataclass(frozen=True, slots=True)
class LensShare:
    label: str
    percent: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The spectrum of a set of episodes that are assessed; `height` is that of the drawing."""

    count: int
    dots: Sequence[Dot]
    columns: Sequence[charts.Bar]
    height: float
    median: float
    in_bands: tuple[int, ...]
    segments: int
    unscored: int
    """Segments that no scorer has placed, so that they are in no band."""
    bands: Sequence[charts.Stretch]
    lenses: Sequence[LensShare]

    @property
    def steps(self) -> list[charts.Bar]:
        return charts.scale_steps()

    @property
    def full_height(self) -> float:
        """Height of the drawing with the strip below it."""
        return round(self.height + STRIP_HEIGHT, 2)

    @property
    def all_segments(self) -> int:
        return self.segments + self.unscored

    @property
    def said(self) -> str:
        """The drawing in words."""
        risk, mixed, opportunity = self.in_bands
        return (
            f"{risk} risk-forward, {mixed} mixed, {opportunity} opportunity-forward; "
            f"median {signed(self.median)}"
        )


def standing_of(narrowed: Narrowed) -> Standing | None:
    """Return where the episodes of a list stand; None when none is assessed.

    Two queries for any number.
    """
    rows = narrowed.ask(_leading)
    if not rows:
        return None
    positions = [position for _, _, position, _ in rows]
    dots, height = _dots(rows) if len(rows) <= MOST_DOTS else ([], charts.CROWD_HEIGHT)
    bands = Counter(band_of(position) for position in positions)
    *counts, unscored = _numbers(narrowed.ask(_segments_by_band))
    return Standing(
        count=len(rows),
        dots=dots,
        columns=[] if dots else charts.crowd_columns(positions),
        height=height,
        median=quantile(positions, 0.5),
        in_bands=tuple(bands[band] for band in Band),
        segments=sum(counts),
        unscored=unscored,
        bands=charts.stretches(
            whole_percentages(counts), [band.value for band in Band], width=charts.BANDS_WIDTH
        ),
        lenses=_lens_shares([lens for _, _, _, lens in rows]),
    )


def _leading(episodes: EpisodeQuerySet) -> QuerySet[Any, Any]:
    leading = Assessment.objects.leading(episodes).order_by("position", "episode__slug")
    return leading.values_list("episode__slug", "episode__title", "position", "lens")


def _segments_by_band(episodes: EpisodeQuerySet) -> QuerySet[Any, Any]:
    return episodes.segments_by_band()


def _numbers(rows: Sequence[tuple[int | None, ...]]) -> list[int]:
    row = rows[0] if rows else (None,) * (len(Band) + 1)
    return [number or 0 for number in row]


def _dots(rows: Sequence[tuple[str, str, float, str]]) -> tuple[list[Dot], float]:
    places, height = charts.crowd_dots([charts.along(position) for _, _, position, _ in rows])
    targets = charts.target_radii(
        places, [DOT] * len(places), most=TARGET, height=height + STRIP_HEIGHT
    )
    dots = [
        Dot(x, y, target, f"{title}: {signed(position)}", _url(slug), charts.tone(position))
        for (slug, title, position, _), (x, y), target in zip(rows, places, targets, strict=True)
    ]
    return dots, height


def _url(slug: str) -> str:
    return reverse("library:episode", args=[slug])


def _lens_shares(lenses: Sequence[str]) -> list[LensShare]:
    counts = Counter(lenses).most_common()
    percentages = whole_percentages([count for _, count in counts])
    return [
        LensShare(Lens(lens).label, percent)
        for (lens, _), percent in zip(counts, percentages, strict=True)
    ]
