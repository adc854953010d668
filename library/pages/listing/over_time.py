"""Positions of a show's episodes over time."""

from datetime import date
from functools import cached_property

from library import charts
from library.models import Episode, Show
from library.pages.map.episode_positions import MapEpisode, placed_episodes
from library.text.number_formats import signed
from scoring.core.stats import quantile

MIN_EPISODES = 3
"""Minimum number of episodes with a date and a position for a chart."""
MAX_POINTS = 100
"""Maximum number of points; only the latest are shown. Each adds about 500 bytes to the page."""
MIN_FOR_HALVES = 6
MIN_SHIFT = 10
"""Minimum difference between the medians of the two halves that counts as a shift, in points."""


class OverTime:
    """The published episodes of a show that have a position and a date, oldest first. One query."""

    def __init__(self, show: Show) -> None:
        self._show = show

    @cached_property
    def _dated(self) -> list[tuple[date, MapEpisode]]:
        episodes, _ = placed_episodes(Episode.objects.for_map().filter(show=self._show))
        dated = [(episode.day, episode) for episode in episodes if episode.day]
        return sorted(dated, key=lambda pair: (pair[0], pair[1].slug))

    @property
    def is_drawn(self) -> bool:
        return len(self._dated) >= MIN_EPISODES

    @property
    def shown(self) -> list[tuple[date, MapEpisode]]:
        return self._dated[-MAX_POINTS:]

    @property
    def left_out(self) -> int:
        return len(self._dated) - len(self.shown)

    @cached_property
    def reach(self) -> int:
        """Range of the chart above and below 0, in points."""
        return charts.reach_of([episode.position for _, episode in self.shown])

    @property
    def low_edge(self) -> int:
        return -self.reach

    @cached_property
    def drawing(self) -> charts.Timeline:
        pairs = [(day, episode.position) for day, episode in self.shown]
        return charts.timeline(pairs, reach=self.reach)

    @property
    def first_day(self) -> date:
        return self.shown[0][0]

    @property
    def last_day(self) -> date:
        return self.shown[-1][0]

    @property
    def points(self) -> list[tuple[charts.Point, date, MapEpisode]]:
        pairs = zip(self.drawing.points, self.shown, strict=True)
        return [(point, day, episode) for point, (day, episode) in pairs]

    @property
    def summary(self) -> str:
        """Sentence that compares the later half of the episodes with the earlier half."""
        positions = [episode.position for _, episode in self._dated]
        if len(positions) < MIN_FOR_HALVES:
            return f"{len(positions)} dated episodes are too few to show a trend."
        half = len(positions) // 2
        early = quantile(sorted(positions[:half]), 0.5)
        late = quantile(sorted(positions[-half:]), 0.5)
        numbers = f"median {signed(early)} in the earlier half, {signed(late)} in the later"
        if abs(late - early) < MIN_SHIFT:
            return f"Steady over time: {numbers}."
        side = "opportunity-forward" if late > early else "risk-forward"
        return f"More {side} over time: {numbers}."
