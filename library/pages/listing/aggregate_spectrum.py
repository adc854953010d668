"""Where many episodes stand together: on one strip, by band and by lens."""

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
from library.pages.listing.filtered_queries import Narrowed
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
    rows = _leading(narrowed.episodes())
    if not rows:
        return None
    positions = [position for _, _, position, _ in rows]
    dots, height = _dots(rows) if len(rows) <= MOST_DOTS else ([], charts.CROWD_HEIGHT)
    bands = Counter(band_of(position) for position in positions)
    *counts, unscored = _numbers(_segments_by_band(narrowed.episodes()))
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


def _leading(episodes: EpisodeQuerySet) -> list[tuple[str, str, float, str]]:
    """Return slug, title, position and lens of every placed episode, by position."""
    leading = Assessment.objects.leading(episodes).order_by("position", "episode__slug")
    rows = leading.values_list("episode__slug", "episode__title", "position", "lens")
    return [(slug, title, at, lens) for slug, title, at, lens in rows if at is not None]


def _segments_by_band(episodes: EpisodeQuerySet) -> QuerySet[Any, tuple[int | None, ...]]:
    """How many segments scorers placed in each band, and how many they have not: a row or none.

    Of episodes that come from `with_lead_assessment`.
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
