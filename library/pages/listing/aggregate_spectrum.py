"""Aggregate spectrum of a list: positions, bands and lenses of all its episodes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, Sum, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.urls import reverse

from library import charts
from library.models.episode import EpisodeQuerySet
from library.pages.listing.filtered_queries import FilteredEpisodes
from library.text.number_formats import signed
from scoring.core.spectrum import Band, Lens, band_of
from scoring.core.stats import quantile, whole_percentages
from scoring.models import Assessment

MAX_DOTS = 80
"""Maximum number of episodes shown as dots; longer lists are shown as a histogram."""

STRIP_HEIGHT = 3.0
DOT, TARGET = 1.0, 4.0
"""Radius of a dot, and maximum radius of its touch target.

On a phone, a unit is three pixels, so the target is at most 24 pixels wide.
"""


@dataclass(frozen=True, slots=True)
class Dot:
    """One episode on the strip; `target` is the radius of its touch target."""

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
class AggregateSpectrum:
    """The spectrum of the episodes with a position; `height` does not include the strip."""

    count: int
    dots: Sequence[Dot]
    columns: Sequence[charts.Bar]
    height: float
    median: float
    in_bands: tuple[int, ...]
    segments: int
    unscored: int
    """Number of segments in episodes that have no scores yet."""
    bands: Sequence[charts.Stretch]
    lenses: Sequence[LensShare]

    @property
    def full_height(self) -> float:
        """Height of the chart, including the strip."""
        return round(self.height + STRIP_HEIGHT, 2)

    @property
    def all_segments(self) -> int:
        return self.segments + self.unscored

    @property
    def description(self) -> str:
        """Text alternative for the chart."""
        risk, mixed, opportunity = self.in_bands
        return (
            f"{risk} risk-forward, {mixed} mixed, {opportunity} opportunity-forward; "
            f"median {signed(self.median)}"
        )


def aggregate_spectrum_of(filtered: FilteredEpisodes) -> AggregateSpectrum | None:
    """Return the spectrum of the episodes, or None if none has a position. Two queries."""
    rows = _leading(filtered.episodes())
    if not rows:
        return None
    positions = [position for _, _, position, _ in rows]
    dots, height = _dots(rows) if len(rows) <= MAX_DOTS else ([], charts.CROWD_HEIGHT)
    bands = Counter(band_of(position) for position in positions)
    *counts, unscored = _numbers(_segments_by_band(filtered.episodes()))
    return AggregateSpectrum(
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


def _leading(episodes: EpisodeQuerySet) -> list[tuple[str, str, float, str]]:
    """Return slug, title, position and lens of the episodes with a position, sorted by position."""
    leading = Assessment.objects.leading(episodes).order_by("position", "episode__slug")
    rows = leading.values_list("episode__slug", "episode__title", "position", "lens")
    return [
        (slug, title, position, lens)
        for slug, title, position, lens in rows
        if position is not None
    ]


def _segments_by_band(episodes: EpisodeQuerySet) -> QuerySet[Any, tuple[int | None, ...]]:
    """Return one row: the number of segments in each band, and in unscored episodes.

    Without episodes, there is no row. `episodes` must come from `with_lead_assessment`.
    """
    segments: Any = episodes.model._meta.get_field("transcripts").related_model
    segments = segments._meta.get_field("segments").related_model
    stored = segments.objects.filter(
        transcript__episode=OuterRef("pk"), transcript__is_current=True
    )
    last = stored.order_by("-index").values("index")[:1]

    def total(band: str) -> Sum:
        return Sum(Cast(KT(f"scored__{band}"), IntegerField()))

    scored = episodes.automatic_column("statistics", default=F("lead_assessment__statistics"))
    summed = (
        episodes.annotate(scored=scored)
        .order_by()
        .values("status")
        .annotate(
            risk=total("risk"),
            mixed=total("mixed"),
            opportunity=total("opportunity"),
            unscored=Sum(Case(When(scored__isnull=True, then=Subquery(last)))),
        )
    )
    return summed.values_list("risk", "mixed", "opportunity", "unscored")


def _numbers(rows: Iterable[tuple[int | None, ...]]) -> list[int]:
    row = next(iter(rows), (None,) * (len(Band) + 1))
    return [number or 0 for number in row]


def _dots(rows: Sequence[tuple[str, str, float, str]]) -> tuple[list[Dot], float]:
    centres, height = charts.crowd_dots([charts.along(position) for _, _, position, _ in rows])
    targets = charts.target_radii(
        centres, [DOT] * len(centres), maximum=TARGET, height=height + STRIP_HEIGHT
    )
    dots = [
        Dot(x, y, target, f"{title}: {signed(position)}", _url(slug), charts.tone(position))
        for (slug, title, position, _), (x, y), target in zip(rows, centres, targets, strict=True)
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
