"""The strip and the arc of an episode: what is drawn, and the segment that each part opens."""

from collections.abc import Sequence
from functools import cached_property

from library import charts
from library.charts import band_shapes, time_axis
from library.pages.episode import svg_markup
from library.pages.episode.scored_segments import Mark, Marker
from library.text.number_formats import clock
from scoring.core.arc import arc_indices, highest, lowest, nearest_to, nearest_to_each
from scoring.core.spectrum import BAND_EDGE
from scoring.core.stats import Statistics


class Strip:
    """The strip: its steps, a line for each score, three markers, the position's interval.

    Segments without a score are not on it.
    """

    def __init__(
        self, marks: Sequence[Mark], statistics: Statistics, interval: tuple[float, float] | None
    ) -> None:
        self.marks = [mark for mark in marks if mark.score is not None]
        self.scores = [mark.score for mark in marks if mark.score is not None]
        self.median = statistics.median
        self.lines = band_shapes.spectral_lines(self.scores)
        self.bracket = band_shapes.bracket(*interval) if interval else ""

    @cached_property
    def markers(self) -> list[Marker]:
        low, high = lowest(self.scores), highest(self.scores)
        middle = nearest_to(self.scores, self.median)
        places = [
            ("risk", "Most risk-forward segment", low, self.scores[low]),
            ("median", "Median of all segments", middle, self.median),
            ("opportunity", "Most opportunity-forward segment", high, self.scores[high]),
        ]
        return [
            Marker(name, meaning, self.marks[place], charts.along(score), score)
            for name, meaning, place, score in places
        ]

    @property
    def steps(self) -> list[tuple[charts.Bar, Mark]]:
        """Each step of the scale with the segment whose score is nearest to its middle."""
        steps = charts.scale_steps()
        nearest = nearest_to_each(self.scores, [10 * place - 100 for place in range(len(steps))])
        return [(step, self.marks[place]) for step, place in zip(steps, nearest, strict=True)]

    @property
    def drawn_steps(self) -> str:
        return svg_markup.strip_steps(self.steps)


class Arc:
    """The arc: at most 140 bars, in transcript order or by the clock.

    A segment without a score has a neutral mark. The clock is offered where most segments have
    times; the others are then left out, and said so.
    """

    def __init__(self, marks: Sequence[Mark], *, by_clock: bool = False) -> None:
        self.total = len(marks)
        timed = [mark for mark in marks if mark.start is not None and mark.end is not None]
        self.is_timed = 2 * len(timed) > len(marks)
        self.by_clock = by_clock and self.is_timed
        self.untimed = len(marks) - len(timed) if self.by_clock else 0
        drawn = timed if self.by_clock else marks
        scores = [mark.score for mark in marks if mark.score is not None]
        # Beside the scores a segment without one is no extreme, which are always drawn.
        middle = (min(scores) + max(scores)) / 2 if scores else 0.0
        heights = [middle if mark.score is None else mark.score for mark in drawn]
        self.marks = [drawn[place] for place in arc_indices(heights)]
        self.without_score = len(marks) - len(scores)
        self.reach = charts.reach_of([mark.score for mark in marks])

    @property
    def low_edge(self) -> int:
        return -self.reach

    @property
    def _spans(self) -> list[tuple[float, float]]:
        return [(mark.start or 0.0, mark.end or 0.0) for mark in self.marks]

    @cached_property
    def bars(self) -> list[tuple[charts.Bar, Mark]]:
        """The bars drawn, each with the segment it opens."""
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
    def drawn_bars(self) -> str:
        return svg_markup.arc_bars(self.bars)

    @property
    def drawn_rows(self) -> str:
        return svg_markup.arc_rows(self.marks, is_timed=self.is_timed)

    @property
    def edges(self) -> list[float]:
        """Heights of the two lines at which the bands change."""
        middle = charts.ARC_HEIGHT / 2
        away = BAND_EDGE / self.reach * middle
        return [round(middle - away, 2), round(middle + away, 2)]

    @property
    def ticks(self) -> list[tuple[float, str]]:
        """Marks of the time axis: place along it and time; none in transcript order."""
        if not self.by_clock:
            return []
        length = time_axis.length_of(self._spans)
        return [
            (round(second / length * charts.ARC_WIDTH, 1), clock(second))
            for second in time_axis.ticks(length)
        ]
