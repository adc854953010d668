"""The strip and arc of an episode, linked to its segments."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from library import charts
from library.charts import band_shapes, time_axis
from library.pages.episode import svg_markup
from library.pages.episode.pins import Pins
from library.pages.episode.scored_segments import Mark, Marker
from library.text.number_formats import clock, signed
from scoring.core.arc import arc_indices, highest, lowest, nearest_to, nearest_to_each
from scoring.core.spectrum import BAND_EDGE, Band, band_of
from scoring.core.stats import Statistics

MIN_LABEL_DISTANCE = 9.0
"""Minimum distance from the position's label to another label, as a percentage of the height."""


class Strip:
    """The strip: colour steps, a tick per score, markers, pins and the interval of the position.

    Segments without a score are left out.
    """

    def __init__(
        self,
        marks: Sequence[Mark],
        statistics: Statistics,
        interval: tuple[float, float] | None,
        pins: Pins | None = None,
    ) -> None:
        self.marks = [mark for mark in marks if mark.score is not None]
        self.scores = [mark.score for mark in marks if mark.score is not None]
        self.median = statistics.median
        self.lines = band_shapes.spectral_lines(self.scores)
        self.interval_band = band_shapes.interval_band(*interval) if interval else ""
        self.pins = pins

    @cached_property
    def markers(self) -> list[Marker]:
        """Markers for the median and the most extreme segment on each side that has segments."""
        low, high = lowest(self.scores), highest(self.scores)
        middle = nearest_to(self.scores, self.median)
        markers = [
            ("risk", "Most risk-forward segment", low, self.scores[low]),
            ("median", "Median of all segments", middle, self.median),
            ("opportunity", "Most opportunity-forward segment", high, self.scores[high]),
        ]
        shown = {"median", *(name for band, name in LEANING.items() if self._has(band))}
        return [
            Marker(name, meaning, self.marks[index], charts.along(score), score)
            for name, meaning, index, score in markers
            if name in shown
        ]

    def _has(self, band: Band) -> bool:
        return any(band_of(score) is band for score in self.scores)

    @property
    def steps(self) -> list[tuple[charts.Bar, Mark]]:
        """Steps of the scale, each linked to the segment with the nearest score."""
        steps = charts.scale_steps()
        nearest = nearest_to_each(self.scores, [10 * index - 100 for index in range(len(steps))])
        return [(step, self.marks[index]) for step, index in zip(steps, nearest, strict=True)]

    @property
    def steps_markup(self) -> str:
        return svg_markup.strip_steps(self.steps)


LEANING = {Band.RISK: "risk", Band.OPPORTUNITY: "opportunity"}
"""Name of the marker for the most extreme segment on each side."""


@dataclass(frozen=True, slots=True)
class ScaleLabel:
    """A number beside the arc; `y` is the distance from the top in percent."""

    y: float
    text: str
    is_position: bool = False

    @property
    def baseline(self) -> str:
        """Baseline of the text, adjusted so that the first and last labels are not cut off."""
        return {0.0: "hanging", 100.0: "auto"}.get(self.y, "central")


class Arc:
    """The arc: up to 140 bars, evenly spaced or spaced by time.

    `position` is the leading position of the episode, shown as a line with a pin. A segment without
    a score has a neutral bar. Bars can be spaced by time only if most segments have times. Segments
    without times are then left out; `untimed` is their number.
    """

    def __init__(
        self, marks: Sequence[Mark], *, by_clock: bool = False, position: float | None = None
    ) -> None:
        self.position = position
        self.total = len(marks)
        timed = [mark for mark in marks if mark.start is not None and mark.end is not None]
        self.is_timed = 2 * len(timed) > len(marks)
        self.by_clock = by_clock and self.is_timed
        self.untimed = len(marks) - len(timed) if self.by_clock else 0
        shown = timed if self.by_clock else marks
        scores = [mark.score for mark in marks if mark.score is not None]
        # Extremes are always shown, so segments without a score must not become extremes.
        middle = (min(scores) + max(scores)) / 2 if scores else 0.0
        heights = [middle if mark.score is None else mark.score for mark in shown]
        self.marks = [shown[index] for index in arc_indices(heights)]
        self.without_score = len(marks) - len(scores)
        self.reach = charts.reach_of([position, *(mark.score for mark in marks)])

    @property
    def scale_labels(self) -> list[ScaleLabel]:
        """Labels for the ends, the middle and the position, without overlaps."""
        usual = [
            ScaleLabel(self._percent(score), signed(score))
            for score in (self.reach, 0, -self.reach)
        ]
        if self.position is None:
            return usual
        pin = ScaleLabel(self._percent(self.position), signed(self.position), is_position=True)
        apart = [label for label in usual if abs(label.y - pin.y) >= MIN_LABEL_DISTANCE]
        return [*apart, pin]

    @property
    def position_y(self) -> float | None:
        """The y coordinate of the position; None if there is no position."""
        if self.position is None:
            return None
        return round(self._percent(self.position) / 100 * charts.ARC_HEIGHT, 2)

    def _percent(self, score: float) -> float:
        return round(50 - 50 * score / self.reach, 2)

    @property
    def _spans(self) -> list[tuple[float, float]]:
        return [(mark.start or 0.0, mark.end or 0.0) for mark in self.marks]

    @cached_property
    def bars(self) -> list[tuple[charts.Bar, Mark]]:
        """The bars, each with its segment."""
        bars = charts.even_bars(
            [mark.score for mark in self.marks],
            width=charts.ARC_WIDTH,
            height=charts.ARC_HEIGHT,
            reach=self.reach,
        )
        if self.by_clock:
            bars = time_axis.by_clock(bars, self._spans, width=charts.ARC_WIDTH)
        return list(zip(bars, self.marks, strict=True))

    @property
    def bars_markup(self) -> str:
        return svg_markup.arc_bars(self.bars)

    @property
    def rows_markup(self) -> str:
        return svg_markup.arc_rows(self.marks, is_timed=self.is_timed)

    @property
    def edges(self) -> list[float]:
        """The y coordinates of the two limits between the bands."""
        middle = charts.ARC_HEIGHT / 2
        offset = BAND_EDGE / self.reach * middle
        return [round(middle - offset, 2), round(middle + offset, 2)]

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """The x coordinate and time of each tick; empty if the arc is evenly spaced."""
        if not self.by_clock:
            return []
        length = time_axis.length_of(self._spans)
        return [
            (round(second / length * charts.ARC_WIDTH, 1), clock(second))
            for second in time_axis.ticks(length)
        ]
