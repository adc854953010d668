"""How the positions of a show's episodes run over time."""

from datetime import date
from functools import cached_property

from library import charts
from library.models import Episode, Show
from library.pages.map.episode_positions import Place, places_of
from library.text.number_formats import signed
from scoring.core.stats import quantile

FEWEST = 3
"""Dated episodes from which a course over time is drawn."""
MOST_POINTS = 100
"""Drawn, the latest ones; each costs some 250 bytes, and as many again in the table."""
ENOUGH_FOR_HALVES = 6
TURN = 10
"""Points between the medians of the halves from which a show is said to have turned."""


class OverTime:
    """The course of one show: its published, assessed and dated episodes, earliest first.

    One query.
    """

    def __init__(self, show: Show) -> None:
        self._show = show

    @cached_property
    def _dated(self) -> list[tuple[date, Place]]:
        places, _ = places_of(Episode.objects.for_map().filter(show=self._show))
        found = [(place.day, place) for place in places if place.day]
        return sorted(found, key=lambda dated: (dated[0], dated[1].slug))

    @property
    def is_drawn(self) -> bool:
        return len(self._dated) >= FEWEST

    @property
    def shown(self) -> list[tuple[date, Place]]:
        return self._dated[-MOST_POINTS:]

    @property
    def left_out(self) -> int:
        return len(self._dated) - len(self.shown)

    @cached_property
    def reach(self) -> int:
        """Points each way that the drawing has room for."""
        return charts.reach_of([place.position for _, place in self.shown])

    @property
    def low_edge(self) -> int:
        return -self.reach

    @cached_property
    def drawing(self) -> charts.Timeline:
        pairs = [(day, place.position) for day, place in self.shown]
        return charts.timeline(pairs, reach=self.reach)

    @property
    def first_day(self) -> date:
        return self.shown[0][0]

    @property
    def last_day(self) -> date:
        return self.shown[-1][0]

    @property
    def points(self) -> list[tuple[charts.Point, date, Place]]:
        drawn = zip(self.drawing.points, self.shown, strict=True)
        return [(point, day, place) for point, (day, place) in drawn]

    @property
    def said(self) -> str:
        """One sentence on how the later half of the episodes differs from the earlier one."""
        positions = [place.position for _, place in self._dated]
        if len(positions) < ENOUGH_FOR_HALVES:
            return f"{len(positions)} dated episodes are too few to say if the show has turned."
        half = len(positions) // 2
        early = quantile(sorted(positions[:half]), 0.5)
        late = quantile(sorted(positions[-half:]), 0.5)
        numbers = f"median {signed(early)} in the earlier half, {signed(late)} in the later"
        if abs(late - early) < TURN:
            return f"Level over time: {numbers}."
        side = "opportunity-forward" if late > early else "risk-forward"
        return f"Turned more {side}: {numbers}."
