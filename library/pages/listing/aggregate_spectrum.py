"""Aggregate spectrum of a list: positions, bands and lenses of all its episodes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, When
from django.urls import reverse

from library import charts
from library.models.episode import EpisodeQuerySet
from library.pages.listing.filtered_queries import FilteredEpisodes
from library.text.number_formats import signed
from scoring.core.spectrum import Band, Lens, band_of
from scoring.core.stats import quantile, whole_percentages

MAX_DOTS = 80
"""Maximum number of episodes shown as dots; longer lists are shown as a histogram."""

BANDS = ("risk", "mixed", "opportunity")
"""Keys of the numbers of segments in `Assessment.statistics`, in the order of `Band`."""

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
    """Return the spectrum of the episodes, or None if none has a position. One query."""
    rows = _rows(filtered.episodes())
    placed = [row for row in rows if row.position is not None]
    if not placed:
        return None
    positions = [row.position for row in placed]
    dots, height = _dots(placed) if len(placed) <= MAX_DOTS else ([], charts.CROWD_HEIGHT)
    bands = Counter(band_of(position) for position in positions)
    counts = [sum(row.scored[name] for row in rows if row.scored) for name in BANDS]
    return AggregateSpectrum(
        count=len(placed),
        dots=dots,
        columns=[] if dots else charts.crowd_columns(positions),
        height=height,
        median=quantile(positions, 0.5),
        in_bands=tuple(bands[band] for band in Band),
        segments=sum(counts),
        unscored=sum(row.unscored or 0 for row in rows),
        bands=charts.stretches(
            whole_percentages(counts), [band.value for band in Band], width=charts.BANDS_WIDTH
        ),
        lenses=_lens_shares([row.lens for row in placed]),
    )


def _rows(episodes: EpisodeQuerySet) -> list[Any]:
    """Return a row for each episode, sorted by position.

    `scored` contains the statistics of its segments, or None if they have no scores yet; in that
    case, `unscored` is their number. `episodes` must come from `with_lead_assessment`.
    """
    segments: Any = episodes.model._meta.get_field("transcripts").related_model
    segments = segments._meta.get_field("segments").related_model
    stored = segments.objects.filter(
        transcript__episode=OuterRef("pk"), transcript__is_current=True
    )
    last = stored.order_by("-index").values("index")[:1]
    scored = episodes.automatic_column("statistics", default=F("lead_assessment__statistics"))
    rows = episodes.annotate(
        scored=scored,
        unscored=Case(When(scored__isnull=True, then=Subquery(last))),
        position=F("lead_assessment__position"),
        lens=F("lead_assessment__lens"),
    )
    return list(
        rows.order_by("position", "slug").values_list(
            "slug", "title", "position", "lens", "scored", "unscored", named=True
        )
    )


def _dots(rows: Sequence[Any]) -> tuple[list[Dot], float]:
    centres, height = charts.crowd_dots([charts.along(row.position) for row in rows])
    targets = charts.target_radii(
        centres, [DOT] * len(centres), maximum=TARGET, height=height + STRIP_HEIGHT
    )
    dots = [
        Dot(
            x,
            y,
            target,
            f"{row.title}: {signed(row.position)}",
            _url(row.slug),
            charts.tone(row.position),
        )
        for row, (x, y), target in zip(rows, centres, targets, strict=True)
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
