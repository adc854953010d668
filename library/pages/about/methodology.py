"""Numbers for the methodology page, read from the code so that they stay up to date."""

from dataclasses import dataclass
from typing import Any

from library.charts import TRAIL_REACH, Bar, scale_steps
from scoring.core import confidence, mirror, position
from scoring.core.arc import MAX_BARS
from scoring.core.evaluation.table import rows_of
from scoring.core.registry import SCORERS
from scoring.core.slicing import TARGET
from scoring.core.spectrum import BAND_EDGE, SCALE_MAX, SCALE_MIN, Lens
from scoring.selectors import published_figures
from scoring.services.assessing import default_scorer

PEERS = ("vader", "keywords")


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value for the scorer, its 95 % interval, and the values for other scorers."""

    title: str
    value: str
    interval: str
    peers: list[str]


@dataclass(frozen=True, slots=True)
class MethodologyFacts:
    scale_min: int
    scale_max: int
    band_edge: int
    lenses: list[str]
    segment_characters: int
    max_bars: int
    trail_reach: int
    scorer: str
    scorer_version: str
    scorers: list[str]
    min_on_topic: int
    little_charge: float
    min_high: int
    min_medium: int
    max_high: float
    max_medium: float
    steps: list[Bar]
    mirror_distance: int
    mirror_middle: int
    mirror_most: int
    figures: list[Figure]
    measured: dict[str, Any]

    @property
    def risk_edge(self) -> int:
        return -self.band_edge

    @property
    def mixed_low(self) -> int:
        return 1 - self.band_edge

    @property
    def mixed_high(self) -> int:
        return self.band_edge - 1


def methodology_facts() -> MethodologyFacts:
    """Return the numbers for the methodology page."""
    scorer = default_scorer()
    measured = published_figures.evaluation(scorer.name)
    return MethodologyFacts(
        scale_min=SCALE_MIN,
        scale_max=SCALE_MAX,
        band_edge=BAND_EDGE,
        lenses=[lens.value for lens in Lens],
        segment_characters=TARGET,
        max_bars=MAX_BARS,
        trail_reach=TRAIL_REACH,
        scorer=scorer.name,
        scorer_version=scorer.version,
        scorers=SCORERS.names(),
        min_on_topic=round(100 * position.MIN_ON_TOPIC),
        little_charge=position.LITTLE_CHARGE,
        min_high=confidence.MIN_HIGH,
        min_medium=confidence.MIN_MEDIUM,
        max_high=confidence.MAX_HIGH,
        max_medium=confidence.MAX_MEDIUM,
        steps=scale_steps(),
        mirror_distance=mirror.DISTANCE,
        mirror_middle=mirror.MIDDLE,
        mirror_most=mirror.MAX_PICKS,
        figures=_figures(measured),
        measured={
            "held_out": measured["scorer"],
            "unseen": published_figures.training(scorer.name),
            "is_current": measured["scorer"]["version"] == scorer.version,
        },
    )


def _figures(evaluation: dict[str, Any]) -> list[Figure]:
    results = [evaluation["scorer"], *(evaluation["peers"][name] for name in PEERS)]
    rows = zip(*(rows_of(result) for result in results), strict=True)
    return [
        Figure(
            title,
            _formatted(value),
            f"{_formatted(interval[0])} to {_formatted(interval[1])}" if interval else "",
            [_formatted(peer) for _, peer, _ in peers],
        )
        for (title, value, interval), *peers in rows
    ]


def _formatted(value: float | None) -> str:
    if value is None:
        return "none"
    return f"{value:.1f}" if abs(value) > 1 else f"{value:.2f}"
